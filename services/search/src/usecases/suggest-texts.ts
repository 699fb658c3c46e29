import { checkText } from '../domain/search-query.ts'
import type { Suggestion } from '../ports/search-index.ts'
import { answerQuery, type QueryPorts } from './answer-query.ts'
import { pageSize } from './page-size.ts'

const SUGGESTIONS_DEFAULT = 10

export interface SuggestRequest {
  readonly prefix: string
  readonly limit: number
  readonly deadlineMs: number | undefined
}

/** What somebody may be about to type. */
export async function suggestTexts(
  ports: QueryPorts,
  { prefix, limit, deadlineMs }: SuggestRequest,
): Promise<readonly Suggestion[]> {
  checkText('prefix', prefix)
  const query = { prefix, limit: pageSize(limit, SUGGESTIONS_DEFAULT), nowMs: ports.clock.nowMs() }
  return answerQuery(ports, deadlineMs, (until) => ports.index.suggest(query, until))
}
