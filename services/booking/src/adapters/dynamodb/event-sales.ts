import type { Currency, EventId } from '@usher/kernel'
import { getItems } from '@usher/stores/dynamodb/batch-reads'
import type { TransactItem } from '@usher/stores/dynamodb/transact-write'
import type { Booking } from '../../domain/booking.ts'
import { salesAdded } from '../../domain/sales.ts'
import type { EventTotals } from '../../ports/booking-store.ts'
import { anyMeetingKey, meetingKeys } from './event-shards.ts'
import type { StoreNeeds } from '@usher/stores/dynamodb/store-needs'
import { eventSalesTable } from './table-descriptions.ts'

interface SalesItem {
  readonly bookings: number
  readonly captured_amount: number
  readonly refunded_amount: number
  /** Absent as long as nothing was captured. */
  readonly currency?: Currency
}

/** The action that moves the sums of an event along with a booking; none when they stay. */
export function addSales(needs: StoreNeeds, before: Booking, after: Booking): TransactItem[] {
  const { bookings, capturedMinor, refundedMinor } = salesAdded(before, after)
  if (bookings === 0 && capturedMinor === 0 && refundedMinor === 0) return []
  const captures = capturedMinor > 0
  const sums = 'ADD bookings :bookings, captured_amount :captured, refunded_amount :refunded'
  const Update = {
    TableName: needs.dynamodb.table(eventSalesTable.name),
    Key: { event_id: anyMeetingKey(needs, after.eventId) },
    UpdateExpression: captures ? `SET currency = :currency ${sums}` : sums,
    ExpressionAttributeValues: {
      ':bookings': bookings,
      ':captured': capturedMinor,
      ':refunded': refundedMinor,
      ...(captures && { ':currency': after.currency }),
    },
  }
  return [{ Update }]
}

/** The sums of an event in one item, in its first shard. */
export function salesItem(
  eventId: EventId,
  { bookings, capturedMinor, refundedMinor, currency }: EventTotals,
): SalesItem & { readonly event_id: number } {
  const [event_id = eventId] = meetingKeys(eventId)
  const sums = { bookings, captured_amount: capturedMinor, refunded_amount: refundedMinor }
  return { event_id, ...sums, ...(currency && { currency }) }
}

/** The sums as they are now, over all shards. */
export async function totalSales(needs: StoreNeeds, eventId: EventId): Promise<EventTotals> {
  const keys = meetingKeys(eventId).map((key) => ({ event_id: key }))
  const items = await getItems(needs, needs.dynamodb.table(eventSalesTable.name), keys)
  return (items as unknown as SalesItem[]).reduce<EventTotals>(add, nothing)
}

const nothing: EventTotals = { bookings: 0, capturedMinor: 0, refundedMinor: 0, currency: '' }

function add(totals: EventTotals, item: SalesItem): EventTotals {
  return {
    bookings: totals.bookings + item.bookings,
    capturedMinor: totals.capturedMinor + item.captured_amount,
    refundedMinor: totals.refundedMinor + item.refunded_amount,
    currency: totals.currency || (item.currency ?? ''),
  }
}
