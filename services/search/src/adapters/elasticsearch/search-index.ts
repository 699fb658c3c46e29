import type { Client, estypes } from '@elastic/elasticsearch'
import type { Clock, Random } from '@usher/kernel'
import { distanceKm } from '../../domain/distance.ts'
import type { DocumentChange } from '../../domain/event-document.ts'
import type { SearchQuery } from '../../domain/search-query.ts'
import {
  type Facet,
  type IndexState,
  type LiveChanges,
  type SearchHit,
  type SearchIndex,
  type SearchPage,
  type SuggestQuery,
  type Suggestion,
  TOTAL_MAX,
} from '../../ports/search-index.ts'
import { writeChanges } from './bulk-writer.ts'
import { type CompletedEvent, completionRequest, completionsOf } from './completions.ts'
import { Generations } from './generations.ts'
import { indexBuilding, inWordsOfSearch, searchBusy } from './index-errors.ts'
import { keyOfSort, searchRequest, type ValueBucket, writtenOf } from './search-request.ts'
import { SCORE_POINT, type UnderstoodText, understoodText } from './understood-text.ts'

export interface ElasticsearchIndexOptions {
  readonly client: Client
  readonly clock: Clock
  readonly random: Random
  /** The alias that answers; indices and the other alias have it in front. */
  readonly alias?: string
  /** Changes are found at once instead of within a second: for tests, as it costs a lot. */
  readonly findableAtOnce?: boolean
  readonly stalledMs?: number
  /** Who writes what changes while the index answers; absent: the index itself. */
  readonly liveChanges?: LiveChanges
}

export const EVENTS_ALIAS = 'events'
const STALLED_MS = 60_000
/** Queries in flight; a server that takes longer than a second for them is too busy. */
const QUERIES_MAX = 256

/** The index in Elasticsearch 8, shared by every process of the service. */
export function elasticsearchSearchIndex(options: ElasticsearchIndexOptions): SearchIndex {
  return new ElasticsearchSearchIndex(options)
}

class ElasticsearchSearchIndex implements SearchIndex {
  readonly #client: Client
  readonly #clock: Clock
  readonly #generations: Generations
  readonly #refresh: boolean
  readonly #liveChanges: LiveChanges | undefined
  #documents = 0
  #queries = 0

  constructor(options: ElasticsearchIndexOptions) {
    const { alias = EVENTS_ALIAS, stalledMs = STALLED_MS } = options
    this.#client = options.client
    this.#clock = options.clock
    this.#refresh = options.findableAtOnce ?? false
    this.#liveChanges = options.liveChanges
    this.#generations = new Generations({ ...options, alias, stalledMs })
  }

  state(): Promise<IndexState> {
    return inWordsOfSearch(async () => {
      const state = await this.#generations.state()
      if (state !== 'missing') await this.#count()
      return state
    })
  }

  documents(): number {
    return this.#documents
  }

  put(changes: readonly DocumentChange[]): Promise<void> {
    if (this.#liveChanges) return this.#liveChanges.put(changes)
    const { answering, beingMade } = this.#generations
    return inWordsOfSearch(async () => {
      const aliases = [answering, beingMade]
      await writeChanges(this.#client, changes, { aliases, refresh: this.#refresh })
    })
  }

  search(query: SearchQuery, deadlineMs: number): Promise<SearchPage> {
    return this.#answer(deadlineMs, async (ask) => {
      const isText = query.text.trim() !== ''
      const text = isText ? await understoodText(ask, query.text) : null
      const found = await ask<StoredEvent>(searchRequest(query, text?.query ?? null))
      return pageOf(query, text, found)
    })
  }

  suggest(query: SuggestQuery, deadlineMs: number): Promise<readonly Suggestion[]> {
    return this.#answer(deadlineMs, async (ask) => {
      const request = completionRequest(query)
      if (request) return completionsOf(query, await ask<CompletedEvent>(request))
      // Nothing to complete; a missing index is told of all the same.
      await ask({ size: 0 })
      return []
    })
  }

  beginGeneration(): Promise<void> {
    return inWordsOfSearch(() => this.#generations.begin())
  }

  fillGeneration(changes: readonly DocumentChange[]): Promise<void> {
    const { beingMade } = this.#generations
    return inWordsOfSearch(async () => {
      if (changes.length === 0) return
      const aliases = [beingMade]
      const written = await writeChanges(this.#client, changes, { aliases, refresh: false })
      if (!written.has(beingMade)) throw indexBuilding('another process has taken over')
      await this.#generations.beat()
    })
  }

  finishGeneration(): Promise<void> {
    return inWordsOfSearch(async () => {
      await this.#generations.finish()
      await this.#count()
    })
  }

  /** The client belongs to whoever opened it. */
  async close(): Promise<void> {}

  async #count(): Promise<void> {
    const query = { exists: { field: 'status' } }
    const { count } = await this.#client.count({ index: this.#generations.answering, query })
    this.#documents = count
  }

  /** Each request of one answer gets what is left of the time. */
  async #answer<Answer>(deadlineMs: number, work: (ask: Ask) => Promise<Answer>): Promise<Answer> {
    if (this.#queries >= QUERIES_MAX) throw searchBusy()
    this.#queries++
    try {
      return await inWordsOfSearch(() => work((request) => this.#ask(request, deadlineMs)))
    } finally {
      this.#queries--
    }
  }

  #ask<Document>(
    request: estypes.SearchRequest,
    deadlineMs: number,
  ): Promise<estypes.SearchResponse<Document>> {
    const index = this.#generations.answering
    const restMs = Math.floor(deadlineMs - this.#clock.monotonicMs())
    if (restMs <= 0) return Promise.reject(searchBusy())
    const timed = Number.isFinite(restMs) ? { requestTimeout: restMs } : {}
    return this.#client.search<Document>({ index, ...request }, { maxRetries: 0, ...timed })
  }
}

type Ask = <Document>(request: estypes.SearchRequest) => Promise<estypes.SearchResponse<Document>>

/** What of a document a hit is made of. */
interface StoredEvent {
  readonly event_id: number
  readonly date_ms: number
  readonly location?: { readonly lat: number; readonly lon: number }
  readonly body: string
}

function pageOf(
  query: SearchQuery,
  text: UnderstoodText | null,
  { hits, aggregations }: estypes.SearchResponse<StoredEvent>,
): SearchPage {
  const total = typeof hits.total === 'number' ? hits.total : (hits.total?.value ?? 0)
  return {
    hits: hits.hits.slice(0, query.limit).map((hit) => hitOf(query, hit)),
    more: hits.hits.length > query.limit,
    total: Math.min(total, TOTAL_MAX),
    facets: query.facets ? facetsOf(aggregations) : [],
    correctedText: total > 0 ? (text?.correctedText ?? '') : '',
  }
}

function hitOf(
  { sort, filter: { near } }: SearchQuery,
  { _source: event, _score: score, sort: values }: estypes.SearchHit<StoredEvent>,
): SearchHit {
  if (!event || !values) throw new TypeError('a hit without what was asked for')
  const { location } = event
  const point = location && { latitude: location.lat, longitude: location.lon }
  return {
    eventId: event.event_id,
    body: Buffer.from(event.body, 'base64'),
    distanceKm: near && point ? distanceKm(near, point) : null,
    score: (score ?? 0) / SCORE_POINT,
    key: keyOfSort(sort, values),
    dateMs: event.date_ms,
  }
}

interface FacetAnswers {
  readonly [name: string]: { readonly values: { readonly buckets: readonly ValueBucket[] } }
}

const facetNames = ['city', 'category', 'country', 'month', 'status'] as const

function facetsOf(aggregations: estypes.SearchResponse['aggregations']): readonly Facet[] {
  const answers = aggregations as unknown as FacetAnswers
  return facetNames.map((name) => ({
    name,
    values: (answers[name]?.values.buckets ?? [])
      .map((bucket) => ({ value: writtenOf(bucket), count: bucket.doc_count }))
      .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1)),
  }))
}
