import type { estypes } from '@elastic/elasticsearch'
import { currentStatuses } from '../../domain/event-document.ts'
import type { EventFilter, PagePlace, SearchQuery } from '../../domain/search-query.ts'
import { FACET_VALUES_MAX, TOTAL_MAX } from '../../ports/search-index.ts'
import { facetFields } from './index-definition.ts'
import { keyOf } from './index-document.ts'
import type { Query } from './word-query.ts'

/** Behind everything that has a price or a place; finite, because cursors are JSON. */
export const LAST_KEY = Number.MAX_SAFE_INTEGER

/** One hit more than asked for says whether there are more. */
export function searchRequest(
  { filter, sort, facets, after, limit }: SearchQuery,
  text: Query | null,
): estypes.SearchRequest {
  const own = ownFilters(filter)
  const always = [...otherFilters(filter), ...(facets ? [] : Object.values(own).flat())]
  return {
    size: limit + 1,
    track_total_hits: TOTAL_MAX,
    _source: ['event_id', 'date_ms', 'location', 'body'],
    query: { bool: { filter: always, ...(text && { must: [text] }) } },
    sort: sortOf(sort, filter),
    ...(after && { search_after: placeOf(after, sort) }),
    ...(facets && {
      post_filter: { bool: { filter: Object.values(own).flat() } },
      aggs: facetAggregations(own),
    }),
    // Copies of a shard rank slightly differently; the pages of one search come from one.
    preference: `page-${sort}`,
  }
}

type FacetFilters = Readonly<Record<string, readonly Query[]>>

/** What each facet leaves out when it is counted. */
function ownFilters(filter: EventFilter): FacetFilters {
  const { cities, categories, countries, fromMs, toMs, statuses } = filter
  const inTime = { ...(fromMs !== null && { gte: fromMs }), ...(toMs !== null && { lt: toMs }) }
  return {
    city: oneOf('city_key', cities),
    category: oneOf('category_key', categories),
    country: oneOf('country_key', countries),
    month: Object.keys(inTime).length > 0 ? [{ range: { date_ms: inTime } }] : [],
    status: [{ terms: { status: [...statuses] } }],
  }
}

function oneOf(field: string, texts: readonly string[]): Query[] {
  if (texts.length === 0) return []
  return [{ terms: { [field]: texts.map((text) => keyOf(text) ?? '') } }]
}

function otherFilters(filter: EventFilter): Query[] {
  const { notEndedAtMs, minPriceMinor, maxPriceMinor, currency, available, near } = filter
  // The facet shows what else could be asked for: the usual statuses beside those asked for.
  const filters: Query[] = [{ terms: { status: [...filter.statuses, ...currentStatuses] } }]
  if (notEndedAtMs !== null) filters.push({ range: { end_ms: { gte: notEndedAtMs } } })
  if (available) filters.push({ term: { available: true } })
  if (currency !== '') filters.push(...oneOf('currency_key', [currency]))
  if (minPriceMinor !== null) filters.push({ range: { max_price_minor: { gte: minPriceMinor } } })
  if (maxPriceMinor !== null) filters.push({ range: { min_price_minor: { lte: maxPriceMinor } } })
  if (near && near.radiusKm !== null) {
    const location = { lat: near.latitude, lon: near.longitude }
    filters.push({ geo_distance: { distance: `${near.radiusKm}km`, location } })
  }
  return filters
}

/** By key, then by date, then by id: no two events are equal, and pages need no snapshot. */
function sortOf(sort: SearchQuery['sort'], { near }: EventFilter): estypes.SortCombinations[] {
  const rest: estypes.SortCombinations[] = [{ date_ms: 'asc' }, { event_id: 'asc' }]
  if (sort === 'RELEVANCE') return [{ _score: { order: 'desc' } }, ...rest]
  if (sort === 'PRICE') return [{ min_price_minor: { order: 'asc', missing: LAST_KEY } }, ...rest]
  if (sort === 'DISTANCE' && near) {
    const location = { lat: near.latitude, lon: near.longitude }
    return [{ _geo_distance: { location, order: 'asc', unit: 'km' } }, ...rest]
  }
  return rest
}

function placeOf(
  { key, dateMs, eventId }: PagePlace,
  sort: SearchQuery['sort'],
): estypes.SortResults {
  if (sort === 'RELEVANCE') return [-key, dateMs, eventId]
  if (sort === 'DISTANCE') return [key === LAST_KEY ? 'Infinity' : key, dateMs, eventId]
  return sort === 'PRICE' ? [key, dateMs, eventId] : [dateMs, eventId]
}

/** What a hit is sorted by, the smallest first; see `PagePlace`. */
export function keyOfSort(sort: SearchQuery['sort'], values: estypes.SortResults): number {
  const value = Number(values[0])
  if (sort === 'RELEVANCE') return -value
  return Number.isFinite(value) ? value : LAST_KEY
}

/** Each facet under all filters but its own. */
function facetAggregations(
  own: FacetFilters,
): Record<string, estypes.AggregationsAggregationContainer> {
  const aggregations = Object.keys(own).map((name) => {
    const others = Object.entries(own).flatMap(([other, filters]) =>
      other === name ? [] : filters,
    )
    const values = valuesOf(name)
    return [name, { filter: { bool: { filter: others } }, aggs: { values } }] as const
  })
  return Object.fromEntries(aggregations)
}

/** The folded values of a field with the most frequent way to write each. */
export function valuesOf(
  name: string,
  size = FACET_VALUES_MAX,
): estypes.AggregationsAggregationContainer {
  const plain = !['venue', ...facetFields].includes(name)
  if (plain) return { terms: { field: name, size } }
  return {
    terms: { field: `${name}_key`, size },
    aggs: { written: { terms: { field: name, size: 1 } } },
  }
}

/** What `valuesOf` answers. */
export interface ValueBucket {
  readonly key: string
  readonly doc_count: number
  readonly written?: { readonly buckets: readonly { readonly key: string }[] }
}

export function writtenOf({ key, written }: ValueBucket): string {
  return written?.buckets[0]?.key ?? key
}
