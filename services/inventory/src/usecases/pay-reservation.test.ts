import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ReservationStatus, SeatStatus } from '@usher/contracts'
import { isDomainError } from '@usher/kernel'
import {
  eventId,
  onSale,
  type SampleInventory,
  sampleInventory,
} from '../samples/inventory-samples.fixture.ts'

const MINUTE_MS = 60_000
const bookingId = 'bk_1'

async function reserved(...seats: string[]) {
  const inventory = await sampleInventory()
  await onSale(inventory, { hall: { areas: { Floor: 4 } }, sale: { limit: 4 } })
  const reservationId = await reserve(inventory, 'user_a', seats)
  return { ...inventory, inventory, reservationId }
}

async function reserve({ client }: SampleInventory, userId: string, seats: string[]) {
  const { reservation } = await client.reserveSeats({ userId, eventId, seats })
  return reservation?.reservationId ?? ''
}

async function codeOf(promise: Promise<unknown>): Promise<string> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  assert.ok(isDomainError(error), `expected a refusal, found ${String(error)}`)
  return error.code
}

async function statusOf({ client }: SampleInventory, seatNumber: string) {
  const { seat } = await client.getSeat({ eventId, seatNumber })
  return seat?.status
}

test('paying, then confirming books the seats; each may be repeated', async () => {
  const { client, inventory, reservationId } = await reserved('A1', 'A2')
  const paid = { reservationId, bookingId }
  await client.beginPayment(paid)
  await client.beginPayment(paid)
  assert.equal(
    await codeOf(client.beginPayment({ ...paid, bookingId: 'bk_2' })),
    'payment_in_progress',
  )
  assert.equal(await codeOf(client.releaseReservation({ reservationId })), 'payment_in_progress')
  assert.equal(await codeOf(client.extendReservation({ reservationId })), 'payment_in_progress')
  const { reservation } = await client.confirmReservation(paid)
  assert.equal(reservation?.status, ReservationStatus.CONFIRMED)
  const again = await client.confirmReservation(paid)
  assert.deepEqual(again.reservation, reservation)
  assert.equal(await statusOf(inventory, 'A1'), SeatStatus.BOOKED)
  assert.equal(await codeOf(client.releaseReservation({ reservationId })), 'reservation_confirmed')
  const { sold, totalMinor } = await client.getSales({ eventId })
  assert.deepEqual([sold, totalMinor], [2, 10_000n])
})

test('a reservation that is being paid never expires by time (P9)', async () => {
  const { client, clock, inventory, reservationId, sweep } = await reserved('A1')
  await client.beginPayment({ reservationId, bookingId })
  await clock.advance(1000 * MINUTE_MS)
  await sweep()
  assert.equal(await statusOf(inventory, 'A1'), SeatStatus.RESERVED)
  assert.equal(await codeOf(reserve(inventory, 'user_b', ['A1'])), 'seat_unavailable')
  await client.confirmReservation({ reservationId, bookingId })
})

test('after a decline there are ten more minutes, even past the two hours', async () => {
  const { client, clock, reservationId, sweep } = await reserved('A1')
  await client.beginPayment({ reservationId, bookingId })
  await clock.advance(180 * MINUTE_MS)
  const { reservation } = await client.abandonPayment({ reservationId, bookingId })
  assert.equal(reservation?.status, ReservationStatus.ACTIVE)
  assert.equal(reservation.expiresInSeconds, 600)
  assert.equal(reservation.bookingId, '')
  await client.abandonPayment({ reservationId, bookingId })
  await client.beginPayment({ reservationId, bookingId: 'bk_2' })
  await client.abandonPayment({ reservationId, bookingId: 'bk_2' })
  await clock.advance(10 * MINUTE_MS)
  await sweep()
  const begin = client.beginPayment({ reservationId, bookingId: 'bk_3' })
  assert.equal(await codeOf(begin), 'reservation_expired')
})

test('a payment cannot begin once the time is over, swept or not', async () => {
  const { client, clock, reservationId } = await reserved('A1')
  await clock.advance(10 * MINUTE_MS)
  const begin = client.beginPayment({ reservationId, bookingId })
  assert.equal(await codeOf(begin), 'reservation_expired')
})

test('late money is honoured while the seats are free, else refused (B18)', async () => {
  for (const lost of [false, true]) {
    const { client, clock, inventory, reservationId, sweep } = await reserved('A1', 'A2')
    await clock.advance(10 * MINUTE_MS)
    await sweep()
    const paid = { reservationId, bookingId }
    assert.equal(await codeOf(client.confirmReservation(paid)), 'reservation_expired')
    if (lost) await reserve(inventory, 'user_b', ['A2'])
    const late = client.confirmReservation({ ...paid, honourLate: true })
    if (lost) assert.equal(await codeOf(late), 'seats_lost')
    else assert.equal((await late).reservation?.status, ReservationStatus.CONFIRMED)
    const expected = lost ? SeatStatus.AVAILABLE : SeatStatus.BOOKED
    assert.equal(await statusOf(inventory, 'A1'), expected)
  }
})

test('late money takes seats back from a reservation that has expired itself', async () => {
  const { client, clock, inventory, reservationId, sweep } = await reserved('A1')
  await clock.advance(10 * MINUTE_MS)
  await sweep()
  await reserve(inventory, 'user_b', ['A1'])
  await clock.advance(10 * MINUTE_MS)
  await client.confirmReservation({ reservationId, bookingId, honourLate: true })
  assert.equal(await statusOf(inventory, 'A1'), SeatStatus.BOOKED)
})

test('late money does not lift the limit of the buyer', async () => {
  const { client, clock, inventory, reservationId, sweep } = await reserved('A1', 'A2')
  await clock.advance(10 * MINUTE_MS)
  await sweep()
  await reserve(inventory, 'user_a', ['B1', 'B2', 'B3'])
  const late = client.confirmReservation({ reservationId, bookingId, honourLate: true })
  assert.equal(await codeOf(late), 'seats_lost')
})

async function booked(...seats: string[]) {
  const context = await reserved(...seats)
  const { client, reservationId } = context
  await client.beginPayment({ reservationId, bookingId })
  await client.confirmReservation({ reservationId, bookingId })
  return context
}

test('cancelled seats are free again, also for the limit, once per refund (B6)', async () => {
  const { client, inventory, reservationId } = await booked('A1', 'A2', 'A3', 'A4')
  const refund = { reservationId, bookingId, refundId: 'rf_1', seats: ['A2'], actor: 'user_a' }
  assert.deepEqual((await client.releaseBookedSeats(refund)).seats, ['A2'])
  assert.deepEqual((await client.releaseBookedSeats(refund)).seats, ['A2'])
  const twice = client.releaseBookedSeats({ ...refund, refundId: 'rf_2' })
  assert.equal(await codeOf(twice), 'not_booked')
  await reserve(inventory, 'user_a', ['A2'])
  const rest = await client.releaseBookedSeats({ ...refund, refundId: 'rf_3', seats: [] })
  assert.deepEqual(rest.seats, ['A1', 'A3', 'A4'])
  assert.equal(await statusOf(inventory, 'A2'), SeatStatus.RESERVED)
  assert.equal((await client.getSales({ eventId })).sold, 0)
})

test('places of an area are booked and given back by number', async () => {
  const { client, inventory } = await reserved('A1')
  const wish = { userId: 'user_b', eventId, areas: { Floor: 4 } }
  const { reservation } = await client.reserveSeats(wish)
  const reservationId = reservation?.reservationId ?? ''
  assert.equal(
    await codeOf(client.reserveSeats({ ...wish, userId: 'user_c' })),
    'not_enough_places',
  )
  await client.beginPayment({ reservationId, bookingId })
  await client.confirmReservation({ reservationId, bookingId })
  const refund = { reservationId, bookingId, refundId: 'rf_1', areas: { Floor: 3 } }
  assert.deepEqual((await client.releaseBookedSeats(refund)).areas, { Floor: 3 })
  const over = client.releaseBookedSeats({ ...refund, refundId: 'rf_2', areas: { Floor: 2 } })
  assert.equal(await codeOf(over), 'not_booked')
  const { sections } = await inventory.client.getAvailability({ eventId })
  const floor = sections.find(({ area }) => area)?.counts
  assert.deepEqual([floor?.available, floor?.booked, floor?.total], [3, 1, 4])
})

test('a reservation is extended a limited number of times, and never past two hours', async () => {
  const { client, clock, reservationId } = await reserved('A1')
  for (let extension = 1; extension <= 3; extension++) {
    await clock.advance(9 * MINUTE_MS)
    const { reservation } = await client.extendReservation({ reservationId })
    assert.equal(reservation?.expiresInSeconds, 600)
  }
  await clock.advance(9 * MINUTE_MS)
  assert.equal(await codeOf(client.extendReservation({ reservationId })), 'extension_limit')
  await clock.advance(MINUTE_MS)
  assert.equal(await codeOf(client.extendReservation({ reservationId })), 'reservation_expired')
})

test('a swap gives and takes in one step, or does nothing', async () => {
  const { client, inventory, reservationId } = await reserved('A1', 'A2')
  await reserve(inventory, 'user_b', ['A5'])
  const swap = (release: string[], take: string[]) =>
    client.swapSeats({ reservationId, userId: 'user_a', release, take })
  assert.equal(await codeOf(swap(['A1'], ['A5'])), 'seat_unavailable')
  assert.equal(await codeOf(swap(['A1'], ['A3', 'A3'])), 'duplicate_seat')
  assert.equal(await codeOf(swap([], [])), 'invalid_choice')
  assert.equal(await codeOf(swap(['A7'], ['A8'])), 'seat_not_reserved')
  assert.equal(await codeOf(swap(['A1', 'A2'], [])), 'invalid_quantity')
  assert.equal(await codeOf(swap([], ['B1', 'B2', 'B3'])), 'buyer_limit')
  const { reservation } = await swap(['A1'], ['A3'])
  assert.deepEqual(
    reservation?.seats.map(({ seatNumber }) => seatNumber),
    ['A2', 'A3'],
  )
  assert.equal(await statusOf(inventory, 'A1'), SeatStatus.AVAILABLE)
  const { counts } = await client.getAvailability({ eventId })
  assert.deepEqual([counts?.available, counts?.reserved], [21, 3])
})

test('an extension or a swap that is asked for again is granted once', async () => {
  const { client, clock, inventory, reservationId } = await reserved('A1', 'A2')
  await clock.advance(MINUTE_MS)
  const more = { reservationId, userId: 'user_a', operationId: 'op_more' }
  const { reservation } = await client.extendReservation(more)
  const other = { reservationId, userId: 'user_a', release: ['A1'], take: ['A3'] }
  const swap = { ...other, operationId: 'op_swap' }
  const answers = await Promise.all([client.swapSeats(swap), client.swapSeats(swap)])
  assert.deepEqual(answers[0], answers[1])
  await clock.advance(MINUTE_MS)
  const again = await client.extendReservation(more)
  assert.equal(again.reservation?.expiresAtMs, reservation?.expiresAtMs)
  assert.equal((await client.swapSeats(swap)).reservation?.version, again.reservation?.version)
  const theirs = await reserve(inventory, 'user_b', ['B1'])
  const reused = client.extendReservation({ ...more, reservationId: theirs, userId: 'user_b' })
  assert.equal(await codeOf(reused), 'operation_id_reused')
})

test('a swap that meets a release leaves no seat shown as taken', async () => {
  const { client, reservationId } = await reserved('A1', 'A2')
  const own = { reservationId, userId: 'user_a' }
  const swap = client.swapSeats({ ...own, release: ['A1'], take: ['A3'] })
  const release = client.releaseReservation(own)
  await Promise.allSettled([swap, release])
  await client.releaseReservation(own)
  const { counts } = await client.getAvailability({ eventId })
  assert.deepEqual([counts?.available, counts?.reserved], [counts?.total, 0])
})

test("somebody else's reservation does not exist", async () => {
  const { client, reservationId } = await reserved('A1')
  const theirs = { reservationId, userId: 'user_b' }
  assert.equal(await codeOf(client.getReservation(theirs)), 'reservation_not_found')
  assert.equal(await codeOf(client.releaseReservation(theirs)), 'reservation_not_found')
  assert.equal(await codeOf(client.extendReservation(theirs)), 'reservation_not_found')
  assert.equal(await codeOf(client.beginPayment({ ...theirs, bookingId })), 'reservation_not_found')
})

test('late money takes places and room under the limit from reservations out of time', async () => {
  const inventory = await sampleInventory()
  await onSale(inventory, { hall: { areas: { Floor: 4 } }, sale: { limit: 4 } })
  const { client, clock } = inventory
  const takeFloor = async (userId: string, quantity: number) => {
    const { reservation } = await client.reserveSeats({
      userId,
      eventId,
      areas: { Floor: quantity },
    })
    return reservation?.reservationId ?? ''
  }
  const reservationId = await takeFloor('user_a', 3)
  await client.releaseReservation({ reservationId, userId: 'user_a' })
  await takeFloor('user_a', 2)
  await takeFloor('user_b', 2)
  await clock.advance(11 * MINUTE_MS)
  const asked = { reservationId, bookingId, honourLate: true }
  const { reservation } = await client.confirmReservation(asked)
  assert.equal(reservation?.status, ReservationStatus.CONFIRMED)
})
