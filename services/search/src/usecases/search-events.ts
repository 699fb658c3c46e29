import { searchCursor, placeOfCursor } from '../domain/search-cursor.ts'
import { queryOf, type SearchWish } from '../domain/search-query.ts'
import type { SearchPage } from '../ports/search-index.ts'
import { answerQuery, type QueryPorts } from './answer-query.ts'
import { pageSize } from './page-size.ts'

export interface SearchRequest {
  readonly wish: SearchWish
  readonly facets: boolean
  readonly cursor: string
  readonly limit: number
  readonly deadlineMs: number | undefined
}

/** A page of the events that somebody wishes to see; `nextCursor` is empty at the end. */
export async function searchEvents(
  ports: QueryPorts,
  request: SearchRequest,
): Promise<SearchPage & { readonly nextCursor: string }> {
  const { wish, facets, cursor, deadlineMs } = request
  const query = {
    ...queryOf(wish, ports.clock.nowMs()),
    facets,
    after: placeOfCursor(wish, cursor),
    limit: pageSize(request.limit),
  }
  const page = await answerQuery(ports, deadlineMs, (until) => ports.index.search(query, until))
  const last = page.more ? page.hits.at(-1) : undefined
  return { ...page, nextCursor: last ? searchCursor(wish, last) : '' }
}
