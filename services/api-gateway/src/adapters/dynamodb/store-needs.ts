import type { Clock, Random } from '@usher/kernel'
import type { Dynamodb } from '@usher/stores/dynamodb/open-dynamodb'

/** What everything here works with. */
export interface StoreNeeds {
  readonly dynamodb: Dynamodb
  readonly clock: Clock
  readonly random: Random
}
