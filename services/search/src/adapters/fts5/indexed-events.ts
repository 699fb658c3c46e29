import {
  type EventDocument,
  type IndexedStatus,
  indexedStatuses,
} from '../../domain/event-document.ts'
import { Dictionary } from './dictionary.ts'

/** What filters, facets and sorting need of an event; texts are numbers of a `Dictionary`. */
export interface IndexedEvent {
  readonly eventId: number
  readonly dateMs: number
  /** When it is over, as far as is known. */
  readonly endMs: number
  readonly status: number
  readonly city: number
  readonly category: number
  readonly country: number
  readonly month: number
  readonly currency: number
  readonly venue: number
  /** NaN when not known. */
  readonly minPriceMinor: number
  readonly maxPriceMinor: number
  readonly available: boolean
  /** NaN when not known. */
  readonly latitude: number
  readonly longitude: number
  readonly nameChars: number
}

/** An event without its description and its body. */
export type EventFacts = Omit<EventDocument, 'description' | 'body'>

const dictionaryNames = ['city', 'category', 'country', 'month', 'currency', 'venue'] as const
type DictionaryName = (typeof dictionaryNames)[number]

/**
 * All events of a generation in memory, some 200 bytes each: looking at every one takes a few
 * milliseconds for 100,000, where rows of a table would take a hundred.
 */
export class IndexedEvents {
  readonly #events = new Map<number, IndexedEvent>()
  readonly dictionaries: Readonly<Record<DictionaryName, Dictionary>> = {
    city: new Dictionary(),
    category: new Dictionary(),
    country: new Dictionary(),
    month: new Dictionary(),
    currency: new Dictionary(),
    venue: new Dictionary(),
  }

  get size(): number {
    return this.#events.size
  }

  get(eventId: number): IndexedEvent | undefined {
    return this.#events.get(eventId)
  }

  all(): Iterable<IndexedEvent> {
    return this.#events.values()
  }

  set(eventId: number, facts: EventFacts): void {
    const before = this.#events.get(eventId)
    const { city, category, country, month, currency, venue } = this.dictionaries
    this.#events.set(eventId, {
      eventId,
      dateMs: facts.dateMs,
      endMs: facts.endMs ?? facts.dateMs,
      status: statusNumber(facts.status),
      city: city.use(facts.city),
      category: category.use(facts.category),
      country: country.use(facts.country),
      month: month.use(facts.month),
      currency: currency.use(facts.currency),
      venue: venue.use(facts.venueName),
      minPriceMinor: facts.minPriceMinor ?? Number.NaN,
      maxPriceMinor: facts.maxPriceMinor ?? facts.minPriceMinor ?? Number.NaN,
      available: facts.status === 'ON_SALE' && facts.availableSeats > 0,
      latitude: facts.location?.latitude ?? Number.NaN,
      longitude: facts.location?.longitude ?? Number.NaN,
      nameChars: facts.name.length,
    })
    if (before) this.#release(before)
  }

  remove(eventId: number): void {
    const before = this.#events.get(eventId)
    if (!before) return
    this.#release(before)
    this.#events.delete(eventId)
  }

  #release(event: IndexedEvent): void {
    for (const name of dictionaryNames) this.dictionaries[name].release(event[name])
  }
}

export function statusNumber(status: IndexedStatus): number {
  return indexedStatuses.indexOf(status)
}
