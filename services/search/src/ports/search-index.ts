import type { DocumentChange } from '../domain/event-document.ts'
import type { SearchQuery } from '../domain/search-query.ts'

export interface SearchHit {
  readonly eventId: number
  readonly body: Uint8Array
  /** Null when not asked for or when the event has no place. */
  readonly distanceKm: number | null
  readonly score: number
  /** What the page is sorted by, see `PagePlace`. */
  readonly key: number
  readonly dateMs: number
}

export interface Facet {
  readonly name: string
  readonly values: readonly { readonly value: string; readonly count: number }[]
}

export interface SearchPage {
  readonly hits: readonly SearchHit[]
  /** True when there are hits behind these. */
  readonly more: boolean
  /** Exact up to `TOTAL_MAX`. */
  readonly total: number
  readonly facets: readonly Facet[]
  /** The text as it was understood when words were taken for typos; empty otherwise. */
  readonly correctedText: string
}

export const TOTAL_MAX = 10_000
export const FACET_VALUES_MAX = 20

export interface SuggestQuery {
  readonly prefix: string
  readonly limit: number
  /** Events that had ended by then are not suggested. */
  readonly nowMs: number
}

export interface Suggestion {
  readonly text: string
  readonly kind: 'event' | 'venue' | 'city' | 'category'
  /** Zero for all but events. */
  readonly eventId: number
}

/**
 * `ready`: it answers. `missing`: there is nothing to answer from, or it was damaged.
 * `interrupted`: it answers, and a new generation was begun that nobody finished.
 */
export type IndexState = 'ready' | 'missing' | 'interrupted'

/** Takes what changes while the index answers. */
export interface LiveChanges {
  /**
   * Applies the changes, by version, to every generation there is, the one being made included.
   * Durable when it resolves, and found within a second. Where there is none nothing is kept: it
   * will be made from the log.
   */
  put(changes: readonly DocumentChange[]): Promise<void>
}

/**
 * The documents of events, findable by words. A generation is one whole index; a new one is made
 * beside the one that answers, and takes its place at once.
 *
 * Calls fail with unavailable / search_busy when too many wait or the deadline has passed, and
 * those that read with unavailable / index_building when there is no generation to answer from.
 */
export interface SearchIndex extends LiveChanges {
  state(): Promise<IndexState>
  /** How many events can be found, as far as is known without asking. */
  documents(): number
  search(query: SearchQuery, deadlineMs: number): Promise<SearchPage>
  suggest(query: SuggestQuery, deadlineMs: number): Promise<readonly Suggestion[]>
  /** Begins an empty generation; one that was not finished is thrown away. */
  beginGeneration(): Promise<void>
  /** Applies the changes to the generation being made alone; durable once that is finished. */
  fillGeneration(changes: readonly DocumentChange[]): Promise<void>
  /** The generation being made answers from now on, and the one before it is gone. */
  finishGeneration(): Promise<void>
  close(): Promise<void>
}
