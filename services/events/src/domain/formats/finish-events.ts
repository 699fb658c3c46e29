import type { GeoPoint } from '../venue.ts'
import { countryCode } from './countries.ts'
import { timesOf } from './draft-times.ts'
import type { EventDraft, Reading } from './event-draft.ts'
import { type EventDefaults, type ImportedEvent, importLimits } from './imported-event.ts'
import { plainLine, plainText } from './plain-text.ts'
import { isCurrency, readPrice } from './price-text.ts'
import { distinctKeys, textKey } from './source-keys.ts'
import { shown } from './problems.ts'
import { type When, whenText } from './when.ts'

interface Finishing {
  readonly defaults: EventDefaults
  readonly reading: Reading
}

/**
 * Events as they can be created: with the defaults filled in, cut to what fits, each once. What
 * lacks a name, a place or a time zone is skipped.
 */
export function finishEvents(drafts: readonly EventDraft[], finishing: Finishing): ImportedEvent[] {
  const finished: { event: ImportedEvent; id: string; start: When }[] = []
  for (const draft of drafts) {
    const event = finishEvent(draft, finishing)
    if (event) finished.push({ event, id: cut(draft.id?.trim(), 500), start: draft.start })
  }
  return distinctKeys(finished, finishing.reading.notes)
}

function finishEvent(
  draft: EventDraft,
  { defaults, reading }: Finishing,
): ImportedEvent | undefined {
  const { where } = draft
  const skip = (reason: string): undefined => {
    reading.skipped.add(where, reason)
    return undefined
  }
  const name = cut(plainLine(draft.name ?? ''), importLimits.nameChars)
  if (name === '') return skip('has no name')
  if (draft.isCancelled) return skip(`${shown(name)} is cancelled`)
  const place = placeOf(draft, defaults)
  if (place.city === '') return skip('does not say the city; give a default')
  if (place.country === '') return skip('does not say the country; give a default')
  const times = timesOf(draft, { country: place.country, defaults })
  if (!times) return skip('has a time without a time zone; give a default')
  if (times.startMs <= 0) return skip('begins before 1970')
  const venue = { ...place, name: place.name || place.city, timeZone: times.timeZone }
  if (place.name === '')
    reading.notes.add(where, `names no place: ${shown(place.city)} stands for it`)
  const event = {
    ...textsOf(draft, defaults),
    ...times,
    ...priceOf(draft, defaults),
    where,
    name,
    venue,
  }
  return { ...event, sourceKey: textKey(event, whenText(draft.start)) }
}

function textsOf(draft: EventDraft, defaults: EventDefaults) {
  const { description = '', category = '', imageUrl = '', language = '' } = draft
  return {
    description: cut(plainText(description), importLimits.descriptionChars),
    category: cut(
      plainLine(lastSegment(category)) || (defaults.category ?? ''),
      importLimits.categoryChars,
    ),
    imageUrl: httpsUrl(imageUrl.trim()),
    language: languageTag(language) || (defaults.language ?? ''),
  }
}

/** `/contenido/actividades/CursosTalleres` is `Cursos Talleres`. */
function lastSegment(category: string): string {
  if (!category.startsWith('/')) return category
  const segment = category.slice(category.lastIndexOf('/') + 1)
  return segment.replaceAll(/(\p{Ll})(?=\p{Lu})/gu, '$1 ')
}

/** The image is shown on our pages: what is not https would warn every buyer. */
function httpsUrl(text: string): string {
  const url = text.length <= importLimits.imageUrlChars ? URL.parse(text) : null
  return url?.protocol === 'https:' && !url.username && !url.password ? url.href : ''
}

function languageTag(text: string): string {
  const tag = text.trim().replaceAll('_', '-')
  return /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(tag) && tag.length <= 35 ? canonical(tag) : ''
}

function canonical(tag: string): string {
  try {
    return new Intl.Locale(tag).toString()
  } catch (error) {
    if (error instanceof RangeError) return ''
    throw error
  }
}

function placeOf({ place }: EventDraft, defaults: EventDefaults) {
  const { nameChars, venueNameChars, cityChars, addressChars } = importLimits
  const code = place.country === undefined ? undefined : countryCode(place.country)
  const postalCode = cut(plainLine(place.postalCode ?? ''), nameChars)
  const street = plainLine(place.address ?? '')
  const parts = street.includes(postalCode) ? [street] : [street, postalCode]
  return {
    name: cut(plainLine(place.name ?? ''), venueNameChars),
    city: cut(plainLine(place.city ?? '') || (defaults.city ?? ''), cityChars),
    country: code ?? defaults.country ?? '',
    address: cut(parts.filter(Boolean).join(', '), addressChars),
    postalCode,
    location: place.location ?? (null as GeoPoint | null),
  }
}

function priceOf({ price = '', isFree, currency = '' }: EventDraft, defaults: EventDefaults) {
  const code = currency.trim().toUpperCase()
  const usual = isCurrency(code) ? code : (defaults.currency ?? '')
  if (isFree) return { priceMinor: 0, currency: usual }
  return readPrice(price, usual) ?? { priceMinor: null, currency: usual }
}

/** At most this many characters; what was cut shows it. */
function cut(text: string | undefined, maxChars: number): string {
  if (text === undefined || text.length <= maxChars) return text ?? ''
  return `${text
    .slice(0, maxChars - 1)
    .toWellFormed()
    .replace(/\uFFFD$/, '')
    .trimEnd()}…`
}
