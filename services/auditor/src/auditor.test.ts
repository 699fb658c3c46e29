import assert from 'node:assert/strict'
import { test } from 'node:test'
import { topics } from '@usher/bus'
import { type SeatImage, seatChangedOf } from '@usher/bus/dynamodb/seat-changes'
import { SamplePlatform, eventId } from './testing/sample-platform.fixture.ts'

const A1 = { eventId, seatNumber: 'A1', section: 'Stalls' }
const reserved = { ...A1, oldStatus: 'AVAILABLE', newStatus: 'RESERVED', reservationId: 'rsv_1' }
const booked = {
  ...A1,
  oldStatus: 'RESERVED',
  newStatus: 'BOOKED',
  reservationId: 'rsv_1',
  bookingId: 'bk_1',
}
const QUARTER_MS = 16 * 60_000

test('a sale that is right in every way is not accused', async () => {
  const platform = new SamplePlatform()
  await platform.tell(topics.seatStatusChanged, { ...reserved, version: 1 })
  await platform.tell(topics.seatStatusChanged, { ...booked, version: 2 })
  await platform.book()
  await platform.pass(QUARTER_MS)
  assert.deepEqual(await platform.found(), [])
  assert.deepEqual(platform.records.pauses, [])
  assert.equal(await platform.metric('double_bookings_total'), 0)
})

test('a seat that is booked from under a booking is a double booking, and ends the sale', async () => {
  const platform = new SamplePlatform()
  await platform.tell(topics.seatStatusChanged, { ...booked, version: 2 })
  const other = { ...booked, oldStatus: 'BOOKED', bookingId: 'bk_2', reservationId: 'rsv_2' }
  await platform.tell(topics.seatStatusChanged, { ...other, version: 3 })
  await platform.tell(topics.seatStatusChanged, { ...other, version: 3 })
  assert.equal(await platform.metric('double_bookings_total'), 1)
  await platform.pass(1000)
  assert.deepEqual(await platform.found(), ['double_booking A1'])
  assert.deepEqual(platform.records.pauses, ['double_booking'])
})

test('two bookings of one version of a seat are a double booking', async () => {
  const platform = new SamplePlatform()
  await platform.tell(topics.seatStatusChanged, { ...reserved, version: 1 })
  await platform.tell(topics.seatStatusChanged, { ...booked, version: 2 })
  await platform.tell(topics.seatStatusChanged, { ...booked, bookingId: 'bk_2', version: 2 })
  assert.deepEqual(await platform.found(), ['double_booking A1'])
})

test('two reservations of one version of a seat have it both', async () => {
  const platform = new SamplePlatform()
  await platform.tell(topics.seatStatusChanged, { ...reserved, version: 1 })
  await platform.tell(topics.seatStatusChanged, {
    ...reserved,
    reservationId: 'rsv_2',
    version: 1,
  })
  assert.deepEqual(await platform.found(), ['double_reservation A1'])
})

test('a reservation that lost its seat and is live has it still', async () => {
  const platform = new SamplePlatform()
  await platform.tell(topics.seatStatusChanged, { ...reserved, version: 1 })
  const taken = { ...reserved, oldStatus: 'RESERVED', reservationId: 'rsv_2', version: 2 }
  await platform.tell(topics.seatStatusChanged, taken)
  await platform.pass(1000)
  assert.deepEqual(await platform.found(), [])
  platform.records.live.add('rsv_2')
  await platform.tell(topics.seatStatusChanged, { ...taken, reservationId: 'rsv_3', version: 3 })
  await platform.pass(1000)
  assert.deepEqual(await platform.found(), ['double_reservation rsv_2'])
})

test('a change that does not start where the seat was breaks its history', async () => {
  const platform = new SamplePlatform()
  await platform.tell(topics.seatStatusChanged, { ...reserved, version: 1 })
  const blocked = { ...A1, oldStatus: 'AVAILABLE', newStatus: 'BLOCKED' }
  await platform.tell(topics.seatStatusChanged, { ...blocked, version: 2 })
  assert.deepEqual(await platform.found(), ['broken_history A1'])
})

test('changes that were never told of are counted and accuse nobody', async () => {
  const platform = new SamplePlatform()
  await platform.tell(topics.seatStatusChanged, { ...reserved, version: 1 })
  await platform.tell(topics.seatStatusChanged, { ...reserved, version: 5 })
  assert.deepEqual(await platform.found(), [])
  assert.equal(await platform.metric('auditor_missing_changes_total'), 3)
})

test('a confirmed booking whose seat is another booking’s is a double booking', async () => {
  const platform = new SamplePlatform()
  platform.records.seats.set('A1', { seatNumber: 'A1', status: 'BOOKED', bookingId: 'bk_2' })
  await platform.book()
  await platform.pass(5000)
  assert.deepEqual(await platform.found(), ['double_booking bk_1'])
})

for (const [what, status] of [
  ['is not on record', undefined],
  ['is on record as failed', 'FAILED'],
  ['is still pending', 'PENDING'],
] as const) {
  test(`a confirmed booking that ${what} is lost`, async () => {
    const platform = new SamplePlatform()
    await platform.book(status ? { status } : {})
    if (!status) platform.records.bookings.clear()
    await platform.pass(5000)
    assert.deepEqual(await platform.found(), ['lost_booking bk_1'])
    assert.deepEqual(platform.records.pauses.slice(0, 1), ['lost_booking'])
  })
}

test('a confirmed booking without its seat is lost', async () => {
  const platform = new SamplePlatform()
  platform.records.seats.set('A1', { seatNumber: 'A1', status: 'AVAILABLE', bookingId: '' })
  await platform.book()
  await platform.pass(5000)
  assert.deepEqual(await platform.found(), ['lost_booking bk_1'])
})

for (const [what, payment] of [
  ['another amount', { amountMinor: 4000 }],
  ['nothing', { status: 'AUTHORIZED' }],
  ['the payment of another booking', { bookingId: 'bk_2' }],
] as const) {
  test(`a confirmed booking paid with ${what} is a mismatch`, async () => {
    const platform = new SamplePlatform()
    await platform.book({}, payment)
    await platform.pass(5000)
    assert.deepEqual(await platform.found(), ['payment_mismatch bk_1'])
  })
}

test('a booking that costs nothing needs no payment', async () => {
  const platform = new SamplePlatform()
  await platform.book({ totalMinor: 0, paymentId: '', seats: [] }, { status: 'VOIDED' })
  await platform.pass(QUARTER_MS)
  assert.deepEqual(await platform.found(), [])
})

test('money on its way back has a quarter of an hour, and does not end the sale', async () => {
  const platform = new SamplePlatform()
  const seats = [{ seatNumber: 'A1', priceMinor: 5000, cancelled: true }]
  await platform.book({ status: 'CANCELLED', seats })
  platform.records.seats.set('A1', { seatNumber: 'A1', status: 'AVAILABLE', bookingId: '' })
  await platform.pass(10 * 60_000)
  assert.deepEqual(await platform.found(), [])
  await platform.pass(10 * 60_000)
  assert.deepEqual(await platform.found(), ['unreturned_payment bk_1'])
  assert.deepEqual(platform.records.pauses, [])
})

test('a seat that stays booked for a booking that failed is found', async () => {
  const platform = new SamplePlatform()
  await platform.tell(topics.seatStatusChanged, { ...booked, version: 2 })
  platform.records.seats.set('A1', { seatNumber: 'A1', status: 'BOOKED', bookingId: 'bk_1' })
  const seats = [{ seatNumber: 'A1', priceMinor: 5000, cancelled: false }]
  const failed = { bookingId: 'bk_1', eventId, paymentId: '', totalMinor: 5000, seats, areas: [] }
  platform.records.bookings.set('bk_1', { ...failed, status: 'FAILED' })
  await platform.pass(40 * 60_000)
  assert.deepEqual(await platform.found(), ['unbacked_seat bk_1'])
})

test('a seat booked for nobody is found', async () => {
  const platform = new SamplePlatform()
  await platform.tell(topics.seatStatusChanged, { ...booked, version: 2 })
  await platform.pass(20 * 60_000)
  assert.deepEqual(await platform.found(), ['unbacked_seat bk_1'])
})

test('two bookings with one reference are found, one told twice is not', async () => {
  const platform = new SamplePlatform()
  await platform.book()
  await platform.book()
  assert.deepEqual(await platform.found(), [])
  const second = { bookingId: 'bk_2', bookingReference: 'BK-1', eventId }
  await platform.tell(topics.bookingConfirmed, second)
  assert.deepEqual(await platform.found(), ['duplicate_reference BK-1'])
})

const floor = { section: 'Floor', isArea: true, reserved: 0, blocked: 0, total: 3 }

test('an area with more people than places is found, by its counts or by its bookings', async () => {
  const platform = new SamplePlatform()
  platform.records.areas = [{ ...floor, available: 1, booked: 2 }]
  await platform.book()
  const booking = { bookingReference: 'BK-9', eventId, areas: { Floor: 4 } }
  platform.records.bookings.set('bk_9', {
    bookingId: 'bk_9',
    eventId,
    paymentId: '',
    status: 'CONFIRMED',
    totalMinor: 0,
    seats: [],
    areas: [],
  })
  await platform.tell(topics.bookingConfirmed, { ...booking, bookingId: 'bk_9' })
  await platform.pass(30_000)
  assert.deepEqual(await platform.found(), [])
  await platform.pass(6 * 60_000)
  assert.deepEqual(await platform.found(), ['oversold_area Floor'])
})

test('seats that do not add up to the map are found', async () => {
  const platform = new SamplePlatform()
  platform.records.areas = [{ ...floor, section: 'Stalls', isArea: false, available: 1, booked: 1 }]
  await platform.book()
  await platform.pass(6 * 60_000)
  assert.deepEqual(await platform.found(), ['unbalanced_section Stalls'])
})

test('services that do not answer are not accused; the pause waits for them', async () => {
  const platform = new SamplePlatform()
  await platform.book()
  platform.records.isDown = true
  await platform.pass(QUARTER_MS)
  assert.deepEqual(await platform.found(), [])
  await platform.tell(topics.seatStatusChanged, { ...booked, version: 2 })
  await platform.tell(topics.seatStatusChanged, { ...booked, oldStatus: 'BOOKED', version: 3 })
  await platform.pass(5000)
  assert.deepEqual(platform.records.pauses, [])
  platform.records.isDown = false
  await platform.pass(QUARTER_MS)
  assert.deepEqual(await platform.found(), ['double_booking A1'])
  assert.equal(platform.records.pauses[0], 'double_booking')
})

test('a sale that is opened again stays paused until the findings are resolved', async () => {
  const platform = new SamplePlatform()
  await platform.tell(topics.seatStatusChanged, { ...booked, oldStatus: 'BOOKED', version: 2 })
  platform.restart()
  await platform.pass(60_000)
  const pauses = platform.records.pauses.length
  assert.ok(pauses > 3)
  const { resolved } = await platform.auditor.rpc.resolveFindings({ eventId } as never, {})
  assert.equal(resolved, 1)
  await platform.pass(60_000)
  assert.equal(platform.records.pauses.length, pauses)
})

test('a restart accuses nobody, wherever the topics are read from', async () => {
  const platform = new SamplePlatform()
  await platform.tell(topics.seatStatusChanged, { ...reserved, version: 1 })
  await platform.tell(topics.seatStatusChanged, { ...booked, version: 2 })
  await platform.book()
  platform.restart()
  await platform.tell(topics.seatStatusChanged, { ...reserved, version: 1 })
  await platform.tell(topics.seatStatusChanged, { ...booked, version: 2 })
  const freed = { ...A1, oldStatus: 'BOOKED', newStatus: 'AVAILABLE' }
  await platform.tell(topics.seatStatusChanged, { ...freed, version: 3 })
  assert.deepEqual(await platform.found(), [])
})

test('what was settled more than 400 days ago is forgotten, and accuses nobody later', async () => {
  const platform = new SamplePlatform()
  await platform.tell(topics.seatStatusChanged, { ...reserved, version: 1 })
  await platform.prune()
  await platform.tell(topics.seatStatusChanged, { ...reserved, bookingId: 'other', version: 1 })
  assert.deepEqual(await platform.found(), ['double_reservation A1'])
  await platform.age(401)
  await platform.prune()
  await platform.tell(topics.seatStatusChanged, { ...booked, version: 8 })
  assert.deepEqual(await platform.found(), ['double_reservation A1'])
  assert.equal(await platform.metric('auditor_missing_changes_total'), 0)
})

test('seats that were imported, and go on from where they were, accuse nobody', async () => {
  const platform = new SamplePlatform()
  const statuses = ['AVAILABLE', 'RESERVED', 'BOOKED', 'BLOCKED'] as const
  const next = {
    AVAILABLE: 'RESERVED',
    RESERVED: 'BOOKED',
    BOOKED: 'AVAILABLE',
    BLOCKED: 'AVAILABLE',
  }
  for (const [at, status] of statuses.entries()) {
    const made = imported(status, `A${at}`)
    const moved = { ...made, status: next[status], version: made.version + 1 }
    for (const change of [seatChangedOf(undefined, made), seatChangedOf(made, moved)]) {
      if (change) await platform.tell(topics.seatStatusChanged, change.message)
    }
  }
  assert.deepEqual(await platform.found(), [])
  assert.equal(await platform.metric('auditor_missing_changes_total'), 0)
})

/** The item of a seat that had a life before it came here. */
function imported(status: string, seat_number: string): SeatImage {
  const ids = { reservation_id: 'rsv_1', booking_id: status === 'BOOKED' ? 'bk_1' : null }
  const whose = status === 'RESERVED' || status === 'BOOKED' ? ids : freeOfAll
  return { event_id: eventId, seat_number, status, version: 7, updated_at: 1.7e9, ...whose }
}

const freeOfAll = { reservation_id: null, booking_id: null }
