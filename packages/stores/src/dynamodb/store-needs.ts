import type { Clock, Random } from '@usher/kernel'
import type { Dynamodb } from './open-dynamodb.ts'

/** What every adapter over DynamoDB works with. */
export interface StoreNeeds {
  readonly dynamodb: Dynamodb
  readonly clock: Clock
  readonly random: Random
}
