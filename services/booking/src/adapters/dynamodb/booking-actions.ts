import { outboxMessage, topics } from '@usher/bus'
import { outboxTable, putOutbox } from '@usher/bus/dynamodb/outbox-table'
import type { TransactItem } from '@usher/stores/dynamodb/transact-write'
import type { Booking } from '../../domain/booking.ts'
import type { Announcement, BookingChange } from '../../ports/booking-store.ts'
import { cancelledMessage, confirmedMessage } from '../protobuf/booking-messages.ts'
import { bookingItem } from './booking-item.ts'
import { requireNotCancelled } from './cancelled-events.ts'
import { addSales } from './event-sales.ts'
import { listKey } from './event-shards.ts'
import type { StoreNeeds } from '@usher/stores/dynamodb/store-needs'
import {
  bookingPayersTable,
  bookingReferencesTable,
  bookingsTable,
  eventBookingsTable,
} from './table-descriptions.ts'

/** Where the actions of a new booking are in its transaction. */
export const CREATE = { booking: 0, reference: 1, payer: 2, event: 3 } as const

/** A new booking, with everything that keeps it the only one. */
export function createActions(
  needs: StoreNeeds,
  booking: Booking,
  dueAtMs: number,
): readonly TransactItem[] {
  const { bookingId, bookingReference, eventId } = booking
  const table = tableOf(needs)
  const reference = { booking_reference: bookingReference, booking_id: bookingId }
  return [
    {
      Put: {
        TableName: table(bookingsTable),
        Item: bookingItem(booking, dueAtMs),
        ConditionExpression: 'attribute_not_exists(booking_id)',
      },
    },
    {
      Put: {
        TableName: table(bookingReferencesTable),
        Item: reference,
        ConditionExpression: 'attribute_not_exists(booking_reference)',
      },
    },
    putPayer(needs, booking),
    requireNotCancelled(needs, eventId),
    { Put: { TableName: table(eventBookingsTable), Item: listedItem(booking) } },
  ]
}

/** What says that the event has the booking. */
export function listedItem({ eventId, bookingId }: Booking) {
  return { event_id: listKey(eventId, bookingId), booking_id: bookingId }
}

/** What keeps a booking the only one of its reservation. */
export function payerItem({ reservationId, bookingId, operationId, status }: Booking) {
  const key = { reservation_id: reservationId, booking_id: bookingId }
  return { ...key, operation_id: operationId, failed: status === 'FAILED' }
}

/** One that failed gives way, but not to a repeat of its own operation. */
function putPayer(needs: StoreNeeds, booking: Booking): TransactItem {
  return {
    Put: {
      TableName: tableOf(needs)(bookingPayersTable),
      Item: payerItem(booking),
      ConditionExpression:
        'attribute_not_exists(reservation_id) OR (failed = :yes AND operation_id <> :operation)',
      ExpressionAttributeValues: { ':yes': true, ':operation': booking.operationId },
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    },
  }
}

/** Where the booking is in the transaction of its change. */
export const UPDATE = { booking: 0 } as const

/** A change of a booking, with everything that must be so together with it. */
export function updateActions(needs: StoreNeeds, change: BookingChange): readonly TransactItem[] {
  const { before, after, dueAtMs, announce } = change
  const replace: TransactItem = {
    Put: {
      TableName: tableOf(needs)(bookingsTable),
      Item: bookingItem(after, dueAtMs),
      ConditionExpression: 'version = :seen',
      ExpressionAttributeValues: { ':seen': before.version },
    },
  }
  return [
    replace,
    ...payerChange(needs, before, after),
    ...addSales(needs, before, after),
    ...(announce ? [message(needs, after, announce)] : []),
  ]
}

/**
 * The payer of a reservation whose booking is PENDING is that booking, by the condition on its
 * version in the same transaction: it needs none of its own.
 */
function payerChange(needs: StoreNeeds, before: Booking, after: Booking): TransactItem[] {
  if (before.status !== 'PENDING' || after.status === 'PENDING') return []
  const TableName = tableOf(needs)(bookingPayersTable)
  const Key = { reservation_id: after.reservationId }
  if (after.status !== 'FAILED') return [{ Delete: { TableName, Key } }]
  const UpdateExpression = 'SET failed = :yes'
  return [
    { Update: { TableName, Key, UpdateExpression, ExpressionAttributeValues: { ':yes': true } } },
  ]
}

function message(needs: StoreNeeds, booking: Booking, announce: Announcement): TransactItem {
  const stored =
    announce.fact === 'confirmed'
      ? outboxMessage(needs, topics.bookingConfirmed, confirmedMessage(booking))
      : outboxMessage(needs, topics.bookingCancelled, cancelledMessage(booking, announce.refund))
  return putOutbox(tableOf(needs)(outboxTable), stored)
}

function tableOf({ dynamodb }: StoreNeeds): (description: { readonly name: string }) => string {
  return ({ name }) => dynamodb.table(name)
}
