import type { DocumentChange, EventDocument } from '../../domain/event-document.ts'
import { foldText } from '../../domain/fold-text.ts'
import { tokensOf, wordsOf } from '../../domain/words.ts'

/** Lucene takes keywords of up to 32,766 bytes; names that differ only behind this are one. */
const KEY_CHARS_MAX = 1000

/**
 * The document of an event as it is indexed; without a `status` it is not found and only keeps its
 * version. Whoever writes to the index by another way writes this.
 */
export function indexDocument({ eventId, document }: DocumentChange): Readonly<object> {
  return document ? { event_id: eventId, ...factsOf(document) } : { event_id: eventId }
}

function factsOf(document: EventDocument): object {
  const { name, venueName, city, category, country, description, location } = document
  return {
    status: document.status,
    date_ms: document.dateMs,
    end_ms: document.endMs ?? document.dateMs,
    month: document.month,
    currency_key: keyOf(document.currency),
    min_price_minor: document.minPriceMinor ?? undefined,
    max_price_minor: document.maxPriceMinor ?? document.minPriceMinor ?? undefined,
    available: document.status === 'ON_SALE' && document.availableSeats > 0,
    location: location ? { lat: location.latitude, lon: location.longitude } : undefined,
    ...named('name', name),
    ...named('venue', venueName),
    ...named('city', city),
    ...named('category', category),
    country: country.slice(0, KEY_CHARS_MAX),
    country_key: keyOf(country),
    description_words: tokens(description),
    body: Buffer.from(document.body).toString('base64'),
  }
}

function named(field: string, text: string): object {
  return {
    [field]: text.slice(0, KEY_CHARS_MAX),
    [`${field}_key`]: keyOf(text),
    [`${field}_words`]: tokens(text),
  }
}

/** A text as it is compared; undefined, so that it is no value, for none. */
export function keyOf(text: string): string | undefined {
  const key = foldText(text).trim().slice(0, KEY_CHARS_MAX)
  return key === '' ? undefined : key
}

function tokens(text: string): string {
  return wordsOf(text).flatMap(tokensOf).join(' ')
}
