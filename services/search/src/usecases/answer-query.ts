import { isIndexMissing, type IndexRebuilder } from './rebuild-index.ts'
import type { SearchPorts } from './ports.ts'

/** So long a query waits for an index that is missing: enough when there are few events. */
const MISSING_WAIT_MS = 500

/** What every query has besides its words. */
export interface QueryPorts extends SearchPorts {
  readonly rebuilder: IndexRebuilder
  /** A query that takes longer is answered with search_busy. */
  readonly queryDeadlineMs: number
}

/**
 * The answer of `ask`, which is given its deadline. When there is no index at all one is begun, and
 * the query waits a little for it.
 */
export async function answerQuery<Answer>(
  ports: QueryPorts,
  callerDeadlineMs: number | undefined,
  ask: (deadlineMs: number) => Promise<Answer>,
): Promise<Answer> {
  const { clock, rebuilder, queryDeadlineMs } = ports
  const own = clock.monotonicMs() + queryDeadlineMs
  const deadlineMs = Math.min(own, callerDeadlineMs ?? own)
  try {
    return await ask(deadlineMs)
  } catch (error) {
    if (!isIndexMissing(error)) throw error
    rebuilder.start()
    const waited = Promise.withResolvers<void>()
    const cancel = clock.schedule(MISSING_WAIT_MS, waited.resolve)
    await Promise.race([rebuilder.settled(), waited.promise])
    cancel()
    return ask(deadlineMs)
  }
}
