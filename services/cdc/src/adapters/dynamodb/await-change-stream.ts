import { type Clock, isDomainError } from '@usher/kernel'
import type { Dynamodb } from '@usher/stores/dynamodb/open-dynamodb'
import type { Streams } from '@usher/stores/dynamodb/open-streams'
import type { ChangeStream } from '../../ports/change-stream.ts'
import { dynamodbChangeStream } from './change-stream.ts'

/** Longer than a service takes to start and make its tables. */
const WAIT_MS = 30_000
const ASK_EVERY_MS = 250

interface Needs {
  readonly streams: Streams
  readonly dynamodb: Dynamodb
  readonly clock: Clock
}

/**
 * The stream of a table, which may yet have to be made: services start in any order. Fails with
 * unavailable / table_missing when nobody has made it in time.
 */
export async function awaitChangeStream(
  { streams, dynamodb, clock }: Needs,
  table: string,
): Promise<ChangeStream> {
  const endMs = clock.monotonicMs() + WAIT_MS
  for (;;) {
    try {
      return await dynamodbChangeStream(streams, dynamodb, table)
    } catch (error) {
      if (!isDomainError(error, 'table_missing') || clock.monotonicMs() >= endMs) throw error
      await clock.sleep(ASK_EVERY_MS)
    }
  }
}
