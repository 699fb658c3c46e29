import { defineTable } from '@usher/stores'

/**
 * How far a group has come in a topic: everything up to `offset` has been handled or is a dead
 * letter.
 */
export interface ConsumerPositionRow {
  readonly topic: string
  readonly consumer_group: string
  readonly offset: number
  readonly updated_at_ms: number
}

export const consumerPositionsTable = defineTable<ConsumerPositionRow>({
  name: 'consumer_positions',
  columns: { topic: 'text', consumer_group: 'text', offset: 'integer', updated_at_ms: 'integer' },
  key: ['topic', 'consumer_group'],
})
