import { DomainError, parseCurrency } from '@usher/kernel'
import { currentStatuses, type GeoPoint, type IndexedStatus } from './event-document.ts'

export type SearchSort = 'RELEVANCE' | 'DATE' | 'PRICE' | 'DISTANCE'

/** What somebody wants to see, as they said it. */
export interface SearchWish {
  readonly text: string
  readonly cities: readonly string[]
  readonly categories: readonly string[]
  readonly countries: readonly string[]
  readonly fromMs: number | null
  readonly toMs: number | null
  readonly minPriceMinor: number | null
  readonly maxPriceMinor: number | null
  readonly currency: string
  readonly available: boolean
  readonly near: { readonly point: GeoPoint | null; readonly radiusKm: number } | null
  readonly sort: SearchSort | null
  readonly statuses: readonly IndexedStatus[]
}

/** Which events, whatever their words. Texts are as they were given; the index folds them. */
export interface EventFilter {
  readonly cities: readonly string[]
  readonly categories: readonly string[]
  readonly countries: readonly string[]
  readonly statuses: readonly IndexedStatus[]
  /** Begins then or later. */
  readonly fromMs: number | null
  /** Begins before. */
  readonly toMs: number | null
  /** Has not ended by then. */
  readonly notEndedAtMs: number | null
  readonly minPriceMinor: number | null
  readonly maxPriceMinor: number | null
  /** Empty: any. */
  readonly currency: string
  readonly available: boolean
  readonly near: (GeoPoint & { readonly radiusKm: number | null }) | null
}

/** The last event of a page: where the next one begins. */
export interface PagePlace {
  /** What is sorted by, the smallest first. */
  readonly key: number
  readonly dateMs: number
  readonly eventId: number
}

export interface SearchQuery {
  readonly text: string
  readonly filter: EventFilter
  readonly sort: SearchSort
  readonly facets: boolean
  readonly after: PagePlace | null
  readonly limit: number
}

export const TEXT_CHARS_MAX = 200
const VALUES_MAX = 50
/** Half way round the earth. */
const RADIUS_KM_MAX = 20_040

/** The filter and sorting of a wish. Throws invalid with a code and the field. */
export function queryOf(
  wish: SearchWish,
  nowMs: number,
): Pick<SearchQuery, 'text' | 'filter' | 'sort'> {
  checkText('text', wish.text)
  for (const field of ['cities', 'categories', 'countries'] as const) {
    if (wish[field].length > VALUES_MAX) throw invalid('too_many_values', field)
    for (const value of wish[field]) checkText(field, value)
  }
  checkDates(wish)
  checkPrices(wish)
  const { near, sort, text } = wish
  if (sort === 'DISTANCE' && !near?.point) throw invalid('near_required', 'near')
  const { cities, categories, countries, toMs, minPriceMinor, maxPriceMinor } = wish
  const filter = {
    cities,
    categories,
    countries,
    toMs,
    minPriceMinor,
    maxPriceMinor,
    statuses: wish.statuses.length > 0 ? wish.statuses : currentStatuses,
    fromMs: wish.fromMs,
    // Whoever asks for the past wants what has ended.
    notEndedAtMs: wish.fromMs !== null || wish.statuses.includes('PAST') ? null : nowMs,
    currency: wish.currency,
    available: wish.available,
    near: near && placeOf(near),
  }
  return { text, filter, sort: sort ?? (text.trim() === '' ? 'DATE' : 'RELEVANCE') }
}

/** Throws invalid / text_too_long. */
export function checkText(field: string, text: string): void {
  if (text.length > TEXT_CHARS_MAX) throw invalid('text_too_long', field, { limit: TEXT_CHARS_MAX })
}

function checkDates({ fromMs, toMs }: SearchWish): void {
  if (fromMs !== null && toMs !== null && fromMs >= toMs) throw invalid('invalid_dates', 'to')
}

function checkPrices({ minPriceMinor, maxPriceMinor, currency }: SearchWish): void {
  if (currency !== '') parseCurrency(currency)
  if (minPriceMinor === null && maxPriceMinor === null) return
  if (currency === '') throw invalid('currency_required', 'currency')
  for (const price of [minPriceMinor, maxPriceMinor]) {
    if (price !== null && !(Number.isSafeInteger(price) && price >= 0)) {
      throw invalid('invalid_amount', 'price')
    }
  }
  if (minPriceMinor !== null && maxPriceMinor !== null && minPriceMinor > maxPriceMinor) {
    throw invalid('invalid_price_range', 'min_price')
  }
}

function placeOf({ point, radiusKm }: NonNullable<SearchWish['near']>): EventFilter['near'] {
  if (!point) throw invalid('near_required', 'near')
  const { latitude, longitude } = point
  if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180))
    throw invalid('invalid_point', 'near')
  if (!(radiusKm >= 0 && radiusKm <= RADIUS_KM_MAX)) throw invalid('invalid_radius', 'radius_km')
  return { latitude, longitude, radiusKm: radiusKm === 0 ? null : radiusKm }
}

const messages: Readonly<Record<string, string>> = {
  text_too_long: 'the text is too long',
  too_many_values: `at most ${VALUES_MAX} values can be given`,
  invalid_dates: 'the end must be later than the beginning',
  currency_required: 'a price needs a currency',
  invalid_amount: 'an amount is a whole number of minor units',
  invalid_price_range: 'the lowest price must not exceed the highest',
  near_required: 'a distance needs a point to begin at',
  invalid_point: 'a latitude is from -90 to 90, a longitude from -180 to 180',
  invalid_radius: `a radius is from 0 to ${RADIUS_KM_MAX} km`,
}

function invalid(code: string, field: string, facts: object = {}): DomainError {
  return new DomainError('invalid', code, messages[code] ?? code, { field, ...facts })
}
