import type { EventId } from '@usher/kernel'
import type { Item } from '@usher/stores/dynamodb/batch-reads'
import { getItem, putItem } from '@usher/stores/dynamodb/item-access'
import { msOf, secondsOf } from '@usher/stores/dynamodb/seconds'
import type { KnownEvent, KnownEvents } from '../../ports/known-events.ts'
import type { StoreNeeds } from '@usher/stores/dynamodb/store-needs'
import { knownEventsTable } from './table-descriptions.ts'

interface KnownEventItem {
  readonly event_id: EventId
  readonly cancelled: boolean
  readonly starts_at: number
  readonly ends_at: number
  readonly version: number
}

/** What has been heard of events, in DynamoDB. */
export function dynamodbKnownEvents(needs: StoreNeeds): KnownEvents {
  const TableName = needs.dynamodb.table(knownEventsTable.name)
  return {
    async learn(event) {
      await putItem(needs, {
        TableName,
        Item: knownEventItem(event),
        ConditionExpression: 'attribute_not_exists(version) OR version < :version',
        ExpressionAttributeValues: { ':version': event.version },
      })
    },
    async get(eventId) {
      const item = await getItem(needs, TableName, { event_id: eventId })
      return item && knownEventOf(item)
    },
  }
}

export function knownEventItem(it: KnownEvent): KnownEventItem {
  const times = { starts_at: secondsOf(it.startsAtMs), ends_at: secondsOf(it.endsAtMs) }
  return { event_id: it.eventId, cancelled: it.cancelled, ...times, version: it.version }
}

function knownEventOf(found: Item): KnownEvent {
  const item = found as unknown as KnownEventItem
  return {
    eventId: item.event_id,
    cancelled: item.cancelled,
    startsAtMs: msOf(item.starts_at),
    endsAtMs: msOf(item.ends_at),
    version: item.version,
  }
}
