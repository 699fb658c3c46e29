import type { DocumentChange } from '../../domain/event-document.ts'
import type { SearchQuery } from '../../domain/search-query.ts'
import type { IndexState, SearchPage, SuggestQuery, Suggestion } from '../../ports/search-index.ts'

/** What is asked of the engine, in its thread or here. */
export type EngineRequest =
  | { readonly kind: 'state' }
  | { readonly kind: 'put'; readonly changes: readonly DocumentChange[] }
  | { readonly kind: 'search'; readonly query: SearchQuery }
  | { readonly kind: 'suggest'; readonly query: SuggestQuery }
  | { readonly kind: 'begin' }
  | { readonly kind: 'fill'; readonly changes: readonly DocumentChange[] }
  | { readonly kind: 'finish' }
  | { readonly kind: 'close' }

export type EngineResult = IndexState | SearchPage | readonly Suggestion[] | undefined

/** What the engine answers, and how many events can be found now. */
export type EngineAnswer = { readonly documents: number } & (
  | { readonly result: EngineResult }
  /** `building`: no generation; `damaged`: there was one until now; `failed`: anything else. */
  | { readonly refused: 'building' | 'damaged' | 'failed'; readonly message: string }
)
