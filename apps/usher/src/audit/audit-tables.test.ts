import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bookingsTable, referencesTable } from '@usher/booking/adapters/tables/booking-tables'
import {
  areaCountsTable,
  reservationsTable,
  seatsTable,
} from '@usher/inventory/adapters/tables/rows'
import { sandboxPaymentsTable } from '@usher/payment/adapters/sandbox/tables-sandbox-ledger'
import { paymentsTable } from '@usher/payment/adapters/tables/payments-table'
import { type Change, put, remove, type Tables } from '@usher/stores'
import { demoEvents } from '../demo/demo-events.ts'
import { openDemoSet } from '../demo/demo-set.ts'
import { type InMemory, openInMemory, type Sale, sell } from '../embedded/embedded.fixture.ts'
import { auditTables } from './audit-tables.ts'

interface Sold extends InMemory {
  readonly seats: Sale
  readonly places: Sale
}

/** Two bookings: seats A1 and A2 of the theatre, three places of the club. */
async function sold(): Promise<Sold> {
  const usher = await openInMemory()
  const events = demoEvents.filter(({ key }) => key === 'theatre' || key === 'club')
  const [theatre, club] = await openDemoSet({ ...usher, ...usher.embedded, events })
  const seats = await sell(usher, {
    eventId: row(theatre).event_id,
    seats: ['A1', 'A2'],
    email: 'ann@example.org',
  })
  const places = await sell(usher, {
    eventId: row(club).event_id,
    areas: { Galerie: 3 },
    email: 'ben@example.org',
  })
  return { ...usher, seats, places }
}

test('a sale, a cancellation and a reservation under way leave nothing to find', async () => {
  const { embedded, tables, seats } = await sold()
  const { booking, inventory } = embedded.clients
  const { userId, eventId, bookingId } = seats
  await inventory.reserveSeats({ userId, eventId, seats: ['B1', 'B2'] })
  await booking.cancelBooking({ userId, bookingId, seats: ['A1'], operationId: 'op_c', reason: '' })
  const { checked, violations } = await auditTables(tables)
  assert.deepEqual(violations, [])
  assert.equal(checked['bookings_confirmed'], 2)
  assert.equal(checked['seats_booked'], 1)
  assert.equal(checked['seats_reserved'], 2)
  assert.equal(checked['places_booked'], 3)
  assert.equal(checked['provider_payments'], 2)
})

/** What to break, and the invariant that must notice. */
const damages: Readonly<Record<string, (tables: Tables, sale: Sold) => Change>> = {
  'I1: a seat taken by another reservation': (tables, { seats, places }) => {
    const seat = row(tables.get(seatsTable, seats.eventId, 'A1'))
    return put(seatsTable, { ...seat, reservation_id: places.reservationId as never })
  },
  'I2: a booking that is gone': (_tables, { seats }) => remove(bookingsTable, seats.bookingId),
  'I2: a booked seat that is free again': (_tables, { seats }) =>
    remove(seatsTable, seats.eventId, 'A2'),
  'I3: a seat that is not on the map': (tables, { seats }) => {
    const seat = row(tables.get(seatsTable, seats.eventId, 'A1'))
    return put(seatsTable, { ...seat, seat_number: 'Z99' })
  },
  'I4: an area that has sold more than it counts': (tables, { places }) => {
    const counts = row(tables.get(areaCountsTable, places.eventId, 'Galerie'))
    return put(areaCountsTable, { ...counts, booked: 2 })
  },
  'I5: a capture of another amount': (tables, { seats }) => {
    const payment = row(tables.get(sandboxPaymentsTable, paymentOf(tables, seats)))
    return put(sandboxPaymentsTable, { ...payment, amountMinor: payment.amountMinor + 1 })
  },
  'I5: a confirmed booking without a capture': (tables, { seats }) => {
    const payment = row(tables.get(paymentsTable, paymentOf(tables, seats)))
    return put(paymentsTable, { ...payment, status: 'AUTHORIZED' })
  },
  'I6: money kept for a booking that failed': (tables, { seats }) => {
    const booking = row(tables.get(bookingsTable, seats.bookingId))
    return put(bookingsTable, { ...booking, status: 'FAILED' })
  },
  'I7: a reference that belongs to another booking': (tables, { seats, places }) => {
    const { booking_reference } = row(tables.get(bookingsTable, seats.bookingId))
    return put(referencesTable, { booking_reference, booking_id: places.bookingId as never })
  },
  'I7: a booked seat whose reservation only waits': (tables, { seats }) => {
    const reservation = row(tables.get(reservationsTable, seats.reservationId))
    return put(reservationsTable, { ...reservation, status: 'ACTIVE' })
  },
}

for (const [title, damage] of Object.entries(damages)) {
  test(`the audit finds ${title}`, async () => {
    const sale = await sold()
    await sale.tables.commit([damage(sale.tables, sale)])
    const { violations } = await auditTables(sale.tables)
    const found = violations.map(({ invariant }) => invariant as string)
    assert.ok(found.includes(title.slice(0, 2)), `found ${JSON.stringify(violations, null, 2)}`)
  })
}

function row<Row>(found: Row | undefined): Row {
  assert.ok(found)
  return found
}

function paymentOf(tables: Tables, { bookingId }: Sale): string {
  return row(tables.get(bookingsTable, bookingId)).payment_id
}
