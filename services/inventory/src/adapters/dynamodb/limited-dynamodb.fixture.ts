import { systemClock } from '@usher/kernel'
import type { Limits } from '@usher/stores/dynamodb/limits/limits-model'
import { type ServedLimits, serveLimits } from '@usher/stores/dynamodb/limits/serve-limits'
import { type Dynamodb, openDynamodb } from '@usher/stores/dynamodb/open-dynamodb'
import { temporaryDynamodb } from '@usher/stores/dynamodb/temporary-dynamodb.fixture'
import { seededRandom } from '@usher/testing'
import { inventoryTables } from './table-descriptions.ts'

export interface LimitedDynamodb {
  readonly dynamodb: Dynamodb
  readonly refused: ServedLimits['refused']
  readonly close: () => Promise<void>
}

/** Tables of its own, reached through the limits model. */
export async function limitedDynamodb(
  endpoint: string,
  { seed, limits }: { seed: number; limits: Partial<Limits> },
): Promise<LimitedDynamodb> {
  const { tablePrefix, close } = await temporaryDynamodb(endpoint, inventoryTables)
  const served = await serveLimits({
    clock: systemClock,
    random: seededRandom(seed),
    endpoint,
    tables: inventoryTables,
    tablePrefix,
    limits,
  })
  const region = { region: 'us-east-1', tablePrefix, createTables: 'no' } as const
  const dynamodb = await openDynamodb({ ...region, endpoint: served.endpoint }, inventoryTables)
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
