import { type Clock, systemClock } from '@usher/kernel'
import { seededRandom } from '@usher/testing'
import type { TableDescription } from '../ensure-tables.ts'
import { type Dynamodb, openDynamodb } from '../open-dynamodb.ts'
import { temporaryDynamodb } from '../temporary-dynamodb.fixture.ts'
import type { Limits } from './limits-model.ts'
import { type ServedLimits, serveLimits } from './serve-limits.ts'

export interface LimitedDynamodb {
  readonly dynamodb: Dynamodb
  readonly refused: ServedLimits['refused']
  readonly close: () => Promise<void>
}

interface LimitedOptions {
  readonly tables: readonly TableDescription[]
  readonly seed: number
  readonly limits: Partial<Limits>
  /** Of the model: by it partitions fill again. */
  readonly clock?: Clock
}

/** A tenth of all requests is throttled or in conflict, and every fiftieth answer is lost. */
export const badDay: Partial<Limits> = {
  throttleRate: 0.1,
  conflictRate: 0.1,
  lostAnswerRate: 0.02,
}

/** Tables of its own on the server at `endpoint`, reached through the limits model. */
export async function limitedDynamodb(
  endpoint: string,
  { tables, seed, limits, clock = systemClock }: LimitedOptions,
): Promise<LimitedDynamodb> {
  const { tablePrefix, close } = await temporaryDynamodb(endpoint, tables)
  const random = seededRandom(seed)
  const served = await serveLimits({
    clock,
    random,
    endpoint,
    tables,
    tablePrefix,
    limits,
  })
  const config = { region: 'us-east-1', tablePrefix, createTables: 'no' } as const
  const dynamodb = await openDynamodb({ ...config, endpoint: served.endpoint }, tables)
  return {
    dynamodb,
    refused: served.refused,
    async close() {
      dynamodb.close()
      await served.close()
      await close()
    },
  }
}
