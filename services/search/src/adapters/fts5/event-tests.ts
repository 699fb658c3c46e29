import { distanceKm } from '../../domain/distance.ts'
import {
  currentStatuses,
  type IndexedStatus,
  indexedStatuses,
} from '../../domain/event-document.ts'
import type { EventFilter } from '../../domain/search-query.ts'
import { type IndexedEvent, type IndexedEvents, statusNumber } from './indexed-events.ts'

/** One bit for each facet's own filter, one for all others. */
export const failures = {
  city: 1,
  category: 2,
  country: 4,
  month: 8,
  status: 16,
  other: 32,
} as const

/** Answers which parts of the filter an event fails, as bits of `failures`; zero: it passes. */
export function eventTest(
  events: IndexedEvents,
  filter: EventFilter,
): (event: IndexedEvent) => number {
  const { city, category, country, currency } = events.dictionaries
  const cities = city.flags(filter.cities)
  const categories = category.flags(filter.categories)
  const countries = country.flags(filter.countries)
  const currencies = currency.flags(filter.currency === '' ? [] : [filter.currency])
  const statuses = statusFlags(filter.statuses)
  // The facet shows what else could be asked for: the usual statuses beside those asked for.
  const shown = statusFlags([...filter.statuses, ...currentStatuses])
  const near = nearTest(filter.near)
  return (event) => {
    let failed = 0
    if (cities && !cities[event.city]) failed |= failures.city
    if (categories && !categories[event.category]) failed |= failures.category
    if (countries && !countries[event.country]) failed |= failures.country
    if (!inTime(event, filter)) failed |= failures.month
    if (!statuses[event.status]) failed |= failures.status
    if (
      !shown[event.status] ||
      (filter.notEndedAtMs !== null && event.endMs < filter.notEndedAtMs) ||
      (filter.available && !event.available) ||
      (currencies && !currencies[event.currency]) ||
      !inPrice(event, filter) ||
      !near(event)
    ) {
      failed |= failures.other
    }
    return failed
  }
}

/** Kilometres from where somebody is; null when that or the event's place is not known. */
export function kilometresTo(event: IndexedEvent, near: EventFilter['near']): number | null {
  return near && !Number.isNaN(event.latitude) ? distanceKm(near, event) : null
}

function statusFlags(statuses: readonly IndexedStatus[]): Uint8Array {
  const flags = new Uint8Array(indexedStatuses.length)
  for (const status of statuses) flags[statusNumber(status)] = 1
  return flags
}

function inTime({ dateMs }: IndexedEvent, { fromMs, toMs }: EventFilter): boolean {
  return (fromMs === null || dateMs >= fromMs) && (toMs === null || dateMs < toMs)
}

/** Comparisons with NaN are false: an event without prices has none that could be asked for. */
function inPrice(event: IndexedEvent, { minPriceMinor, maxPriceMinor }: EventFilter): boolean {
  return (
    (minPriceMinor === null || event.maxPriceMinor >= minPriceMinor) &&
    (maxPriceMinor === null || event.minPriceMinor <= maxPriceMinor)
  )
}

function nearTest(near: EventFilter['near']): (event: IndexedEvent) => boolean {
  const radiusKm = near?.radiusKm ?? null
  if (!near || radiusKm === null) return () => true
  return (event) => distanceKm(near, event) <= radiusKm
}
