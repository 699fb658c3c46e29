import type { estypes } from '@elastic/elasticsearch'
import { currentStatuses } from '../../domain/event-document.ts'
import { foldText } from '../../domain/fold-text.ts'
import { type Word, wordsOf } from '../../domain/words.ts'
import type { SuggestQuery, Suggestion } from '../../ports/search-index.ts'
import { type ValueBucket, valuesOf, writtenOf } from './search-request.ts'
import { allIn, beginsIn, type Query, soughtWord } from './word-query.ts'

/** Names of so many of the next events are looked at. */
const NAMES_MAX = 100
/** Places and categories first, but no more than these: they lead to many events. */
const PLACES_MAX = 4

const kinds = ['city', 'category', 'venue'] as const

/** The next events whose names have the words, one a name, and the places that begin so. */
export function completionRequest({ prefix, nowMs }: SuggestQuery): estypes.SearchRequest | null {
  const words = wordsOf(prefix)
  if (words.length === 0) return null
  return {
    size: NAMES_MAX,
    track_total_hits: false,
    _source: ['event_id', 'name'],
    query: { bool: { filter: [named(words), ...toCome(nowMs)] } },
    collapse: { field: 'name_key' },
    sort: [{ date_ms: 'asc' }, { event_id: 'asc' }],
    aggs: { places: { global: {}, aggs: placeAggregations(words) } },
  }
}

/** Places by how many events they lead to, then events: those that begin so first, then by date. */
export function completionsOf(
  { prefix, limit }: SuggestQuery,
  { hits, aggregations }: estypes.SearchResponse<CompletedEvent>,
): readonly Suggestion[] {
  const events = hits.hits.flatMap(({ _source: event }): Suggestion[] =>
    event ? [{ text: event.name, kind: 'event', eventId: event.event_id }] : [],
  )
  const beginning = foldText(prefix).trim()
  const begins = ({ text }: Suggestion) => foldText(text).startsWith(beginning)
  return [
    ...placesOf(aggregations).slice(0, Math.min(PLACES_MAX, limit)),
    ...events.filter(begins),
    ...events.filter((event) => !begins(event)),
  ].slice(0, limit)
}

export interface CompletedEvent {
  readonly event_id: number
  readonly name: string
}

/** All words but the last are whole. */
function named(words: readonly Word[]): Query {
  const last = words.at(-1)
  const whole = words.slice(0, -1).map((word) => soughtWord(word, false))
  const filter = [allIn('name_words', whole), ...(last ? [beginsIn('name_words', last)] : [])]
  return { bool: { filter } }
}

function toCome(nowMs: number): Query[] {
  return [{ range: { end_ms: { gte: nowMs } } }, { terms: { status: [...currentStatuses] } }]
}

type Aggregations = Record<string, estypes.AggregationsAggregationContainer>

function placeAggregations(words: readonly Word[]): Aggregations {
  const aggregations = kinds.map((kind) => {
    const filter = { bool: { filter: words.map((word) => beginsIn(`${kind}_words`, word)) } }
    return [kind, { filter, aggs: { values: valuesOf(kind, PLACES_MAX) } }] as const
  })
  return Object.fromEntries(aggregations)
}

interface PlaceAnswers {
  readonly [kind: string]: { readonly values: { readonly buckets: readonly ValueBucket[] } }
}

function placesOf(aggregations: estypes.SearchResponse['aggregations']): Suggestion[] {
  const places = aggregations?.['places'] as unknown as PlaceAnswers
  return kinds
    .flatMap((kind) => (places[kind]?.values.buckets ?? []).map((bucket) => ({ kind, bucket })))
    .sort((a, b) => b.bucket.doc_count - a.bucket.doc_count)
    .map(({ kind, bucket }) => ({ text: writtenOf(bucket), kind, eventId: 0 }))
}
