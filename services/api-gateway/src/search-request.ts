import type { MessageInitShape } from '@bufbuild/protobuf'
import { EventStatus, type SearchRequestSchema, SearchSort } from '@usher/contracts'
import { invalidRequest } from '@usher/http'
import { type Currency, parseCurrency, parseMoney } from '@usher/kernel'
import { milliseconds } from './presenters/values.ts'
import type { SearchQuery } from './schemas/search.ts'
import type { Body } from './schemas/types.ts'

type Query = Body<typeof SearchQuery>

/** What a query asks search for. Throws invalid / invalid_request for what does not go together. */
export function searchRequest(query: Query): MessageInitShape<typeof SearchRequestSchema> {
  const { q: text = '', cursor = '', limit = 0, available = false, facets = false } = query
  return {
    text,
    cursor,
    limit,
    available,
    facets,
    cities: listOf(query.city),
    categories: listOf(query.category),
    countries: listOf(query.country),
    statuses: listOf(query.status).map((status) => EventStatus[status]),
    sort: sortOf(query),
    ...timesOf(query),
    ...pricesOf(query),
    ...nearOf(query),
  }
}

function listOf<Item>(given: Item | Item[] | undefined): Item[] {
  return given === undefined ? [] : ([given].flat() as Item[])
}

function sortOf({ sort, near }: Query): SearchSort {
  if (sort === 'distance' && near === undefined) throw fault('sort', 'distance needs near')
  return sort ? SearchSort[sort.toUpperCase() as keyof typeof SearchSort] : SearchSort.UNSPECIFIED
}

function timesOf({ from, to }: Query) {
  return {
    ...(from === undefined ? {} : { fromMs: milliseconds(from) }),
    ...(to === undefined ? {} : { toMs: milliseconds(to) }),
  }
}

function pricesOf({ min_price: min, max_price: max, currency }: Query) {
  if (currency === undefined) {
    if (min === undefined && max === undefined) return {}
    throw fault('currency', 'is required with min_price and max_price')
  }
  const known = parseCurrency(currency)
  return {
    currency,
    ...(min === undefined ? {} : { minPriceMinor: minor(min, known) }),
    ...(max === undefined ? {} : { maxPriceMinor: minor(max, known) }),
  }
}

function minor(amount: string, currency: Currency): bigint {
  return BigInt(parseMoney(amount, currency).amountMinor)
}

function nearOf({ near, radius_km: radiusKm = 0 }: Query) {
  if (near === undefined) {
    if (radiusKm === 0) return {}
    throw fault('radius_km', 'needs near')
  }
  const [latitude = 0, longitude = 0] = near.split(',').map(Number)
  if (Math.abs(latitude) > 90 || Math.abs(longitude) > 180) {
    throw fault('near', 'must be a latitude and a longitude, e.g. 40.4168,-3.7038')
  }
  return { near: { point: { latitude, longitude }, radiusKm } }
}

function fault(parameter: string, detail: string) {
  return invalidRequest([{ in: 'query', pointer: `#/${parameter}`, detail }])
}
