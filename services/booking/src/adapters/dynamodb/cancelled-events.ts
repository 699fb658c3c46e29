import type { EventId } from '@usher/kernel'
import { getItem, putItem } from '@usher/stores/dynamodb/item-access'
import type { TransactItem } from '@usher/stores/dynamodb/transact-write'
import { anyMeetingKey, meetingKeys } from './event-shards.ts'
import type { StoreNeeds } from '@usher/stores/dynamodb/store-needs'
import { cancelledEventsTable } from './table-descriptions.ts'

// An event is not marked -> marked in some shards -> begun: marked in all -> finished.

/** The action of a new booking: it may look at any shard, since all are marked. */
export function requireNotCancelled(needs: StoreNeeds, eventId: EventId): TransactItem {
  return {
    ConditionCheck: {
      TableName: needs.dynamodb.table(cancelledEventsTable.name),
      Key: { event_id: anyMeetingKey(needs, eventId) },
      ConditionExpression: 'attribute_not_exists(event_id)',
    },
  }
}

/** The first shard comes last: once it is marked, all are. */
export async function markEventCancelled(
  needs: StoreNeeds,
  eventId: EventId,
  finished: boolean,
): Promise<void> {
  const TableName = needs.dynamodb.table(cancelledEventsTable.name)
  const mark = (Item: CancelledEventItem) => putItem(needs, { TableName, Item: { ...Item } })
  const [first, ...others] = cancelledEventItems(eventId, finished)
  await Promise.all(others.map(mark))
  if (first) await mark(first)
}

interface CancelledEventItem {
  /** With the shard. */
  readonly event_id: number
  readonly finished: boolean
}

/** One of each shard, the first one first. */
export function cancelledEventItems(
  eventId: EventId,
  finished: boolean,
): readonly CancelledEventItem[] {
  return meetingKeys(eventId).map((key) => ({ event_id: key, finished }))
}

export async function eventCancellation(
  needs: StoreNeeds,
  eventId: EventId,
): Promise<'none' | 'begun' | 'finished'> {
  const [first = eventId] = meetingKeys(eventId)
  const table = needs.dynamodb.table(cancelledEventsTable.name)
  const item = await getItem(needs, table, { event_id: first })
  if (!item) return 'none'
  return item['finished'] === true ? 'finished' : 'begun'
}
