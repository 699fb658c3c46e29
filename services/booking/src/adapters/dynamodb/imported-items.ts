import type { EventId } from '@usher/kernel'
import {
  everyRow,
  nameOfRow,
  type PlacedRecord,
  placedRecord,
  type Table,
  type Tables,
  withoutPlace,
} from '@usher/stores'
import type { Booking } from '../../domain/booking.ts'
import { salesOf } from '../../domain/sales.ts'
import type { EventTotals } from '../../ports/booking-store.ts'
import * as embedded from '../tables/booking-tables.ts'
import { listedItem, payerItem } from './booking-actions.ts'
import { bookingItem } from './booking-item.ts'
import { cancelledEventItems } from './cancelled-events.ts'
import { salesItem } from './event-sales.ts'
import { ticketItems } from './imported-ticket-items.ts'
import {
  bookingPayersTable,
  bookingReferencesTable,
  bookingsTable,
  cancelledEventsTable,
  eventBookingsTable,
  eventSalesTable,
} from './table-descriptions.ts'

/** Everything that booking keeps in the embedded store, as items of DynamoDB. */
export async function* bookingItems(tables: Tables): AsyncGenerator<PlacedRecord> {
  const totals = new Map<EventId, EventTotals>()
  for await (const row of everyRow(tables, embedded.bookingsTable)) {
    const booking = embedded.bookingOf(row)
    const place = placeOf(embedded.bookingsTable, row)
    const dueAtMs = tables.get(embedded.openTable, booking.bookingId)?.next_at_ms
    yield place(bookingsTable, bookingItem(booking, dueAtMs))
    yield place(eventBookingsTable, listedItem(booking))
    totals.set(booking.eventId, withBooking(totals.get(booking.eventId), booking))
  }
  for (const [eventId, sums] of totals) {
    const from = `bookings of event ${eventId}`
    yield { from, into: eventSalesTable.name, record: { ...salesItem(eventId, sums) } }
  }
  yield* namesOfBookings(tables)
  for await (const row of everyRow(tables, embedded.cancelledEventsTable)) {
    const place = placeOf(embedded.cancelledEventsTable, row)
    for (const item of cancelledEventItems(row.event_id, row.finished === 1)) {
      yield place(cancelledEventsTable, item)
    }
  }
  yield* ticketItems(tables)
}

/** What finds a booking by something else than its id. */
async function* namesOfBookings(tables: Tables): AsyncGenerator<PlacedRecord> {
  for await (const row of everyRow(tables, embedded.referencesTable)) {
    bookingFor(tables, embedded.referencesTable, row)
    yield placeOf(embedded.referencesTable, row)(bookingReferencesTable, row)
  }
  for await (const row of everyRow(tables, embedded.payersTable)) {
    const booking = bookingFor(tables, embedded.payersTable, row)
    yield placeOf(embedded.payersTable, row)(bookingPayersTable, payerItem(booking))
  }
  for await (const row of everyRow(tables, embedded.openTable)) {
    bookingFor(tables, embedded.openTable, row)
  }
}

function bookingFor<Row extends { readonly booking_id: Booking['bookingId'] }>(
  tables: Tables,
  table: Table<Row>,
  row: Row,
): Booking {
  const found = tables.get(embedded.bookingsTable, row.booking_id)
  if (found) return embedded.bookingOf(found)
  throw withoutPlace(nameOfRow(table, row), 'there is no such booking')
}

function placeOf<Row extends object>(table: Table<Row>, row: Row) {
  return ({ name }: { readonly name: string }, record: object): PlacedRecord =>
    placedRecord(table, row, { into: name, record })
}

const nothing: EventTotals = { bookings: 0, capturedMinor: 0, refundedMinor: 0, currency: '' }

function withBooking(totals: EventTotals = nothing, booking: Booking): EventTotals {
  const { bookings, capturedMinor, refundedMinor } = salesOf(booking)
  return {
    bookings: totals.bookings + bookings,
    capturedMinor: totals.capturedMinor + capturedMinor,
    refundedMinor: totals.refundedMinor + refundedMinor,
    currency: capturedMinor > 0 ? booking.currency : totals.currency,
  }
}
