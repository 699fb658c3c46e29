import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ReservationStatus, SeatMapFormat, SeatStatus } from '@usher/contracts'
import { type DomainError, isDomainError } from '@usher/kernel'
import { reliableDisk } from '@usher/stores'
import {
  eventId,
  hallJson,
  onSale,
  type SampleHall,
  type SampleInventory,
  sampleInventory,
  type SampleSale,
} from '../samples/inventory-samples.fixture.ts'

const MINUTE_MS = 60_000

async function selling(options: { hall?: SampleHall; sale?: SampleSale } = {}) {
  const inventory = await sampleInventory()
  await onSale(inventory, options)
  return inventory
}

async function refusal(promise: Promise<unknown>): Promise<DomainError> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  assert.ok(isDomainError(error), `expected a refusal, found ${String(error)}`)
  return error
}

async function codeOf(promise: Promise<unknown>): Promise<string> {
  return (await refusal(promise)).code
}

async function reserve({ client }: SampleInventory, userId: string, ...seats: string[]) {
  const { reservation } = await client.reserveSeats({ userId, eventId, seats })
  assert.ok(reservation)
  return reservation
}

async function counts({ client }: SampleInventory) {
  const { counts: found } = await client.getAvailability({ eventId })
  assert.ok(found)
  const { available, reserved, booked, blocked } = found
  return { available, reserved, booked, blocked }
}

test('named seats are reserved with their price, place and time', async () => {
  const inventory = await selling()
  const reservation = await reserve(inventory, 'user_a', 'A1', 'A2')
  assert.equal(reservation.status, ReservationStatus.ACTIVE)
  assert.equal(reservation.totalMinor, 10_000n)
  assert.equal(reservation.expiresInSeconds, 600)
  assert.deepEqual(
    reservation.seats.map(({ seatNumber, section, rowNumber }) => [seatNumber, section, rowNumber]),
    [
      ['A1', 'Stalls', 'A'],
      ['A2', 'Stalls', 'A'],
    ],
  )
  const { seat } = await inventory.client.getSeat({ eventId, seatNumber: 'A1' })
  assert.equal(seat?.status, SeatStatus.RESERVED)
  assert.equal(seat.reservedBy, 'user_a')
  assert.deepEqual(await counts(inventory), { available: 18, reserved: 2, booked: 0, blocked: 0 })
})

test('a taken seat is refused with the reason and whose it is', async () => {
  const inventory = await selling()
  await reserve(inventory, 'user_a', 'A1')
  await inventory.client.blockSeats({ eventId, seats: ['A3'], userId: 'user_o', reason: 'camera' })
  const error = await refusal(reserve(inventory, 'user_a', 'A1', 'A2', 'A3'))
  assert.equal(error.code, 'seat_unavailable')
  assert.deepEqual(error.facts.seats, [
    { seat_number: 'A1', reason: 'reserved', mine: true },
    { seat_number: 'A3', reason: 'blocked', mine: false },
  ])
  const { seat } = await inventory.client.getSeat({ eventId, seatNumber: 'A2' })
  assert.equal(seat?.status, SeatStatus.AVAILABLE)
})

test('bad wishes are refused by name and change nothing', async () => {
  const inventory = await selling({ hall: { areas: { Floor: 5 } } })
  const { client } = inventory
  const wish = (parts: object) => codeOf(client.reserveSeats({ userId: 'u', eventId, ...parts }))
  assert.equal(await wish({}), 'invalid_choice')
  assert.equal(await wish({ seats: ['A1'], areas: { Floor: 1 } }), 'invalid_choice')
  assert.equal(await wish({ seats: ['A1', 'A2', 'A1'] }), 'duplicate_seat', 'B28')
  assert.equal(await wish({ seats: ['A1', 'Z9'] }), 'unknown_seat')
  assert.equal(await wish({ seats: ['constructor'] }), 'unknown_seat')
  assert.equal(await wish({ areas: { Floor: 0 } }), 'invalid_quantity')
  assert.equal(await wish({ areas: { Floor: 21 } }), 'invalid_quantity')
  assert.equal(await wish({ areas: { Nowhere: 1 } }), 'unknown_area')
  assert.equal(await wish({ bestAvailable: { quantity: 0 } }), 'invalid_quantity')
  assert.equal(await wish({ bestAvailable: { quantity: 2, section: 'No' } }), 'unknown_section')
  const many = Array.from({ length: 21 }, (_, at) => `A${at}`)
  assert.equal(await wish({ seats: many }), 'invalid_quantity')
  assert.deepEqual(await counts(inventory), { available: 25, reserved: 0, booked: 0, blocked: 0 })
})

test('a sale is open by its rules and its clock', async () => {
  const { client, clock } = await sampleInventory()
  const ask = () => codeOf(client.reserveSeats({ userId: 'u', eventId, seats: ['A1'] }))
  assert.equal(await ask(), 'event_not_found')
  const format = SeatMapFormat.USHER
  await client.putSeatMap({ eventId, format, content: hallJson(), userId: 'user_o' })
  assert.equal(await ask(), 'sale_not_open')
  const inventory = await selling({ sale: { open: false } })
  assert.equal(await codeOf(reserve(inventory, 'u', 'A1')), 'sale_closed')
  const brief = await selling({ sale: { endMs: clock.nowMs() + 1000 } })
  brief.clock.stepWallClock(-1)
  assert.equal(await codeOf(reserve(brief, 'u', 'A1')), 'sale_not_open')
  brief.clock.stepWallClock(1001)
  assert.equal(await codeOf(reserve(brief, 'u', 'A1')), 'sale_ended')
})

test('single seats are not left behind, as the rule of the event has it', async () => {
  const strict = await selling({ sale: { orphanRule: 'strict' } })
  const error = await refusal(reserve(strict, 'user_a', 'A2', 'A3'))
  assert.equal(error.code, 'orphan_seat')
  assert.deepEqual(error.facts.seats, ['A1'])
  await reserve(strict, 'user_a', 'A1', 'A2')
  await reserve(await selling(), 'user_a', 'A2', 'A3')
})

test('a table that is sold as a whole is reserved as a whole', async () => {
  const inventory = await selling({ hall: { seatsPerRow: 4, table: 'whole' } })
  const error = await refusal(reserve(inventory, 'user_a', 'A1', 'A2', 'A3'))
  assert.equal(error.code, 'table_incomplete')
  assert.deepEqual(error.facts.missing_seats, ['A4'])
  await reserve(inventory, 'user_a', 'A1', 'A2', 'A3', 'A4')
})

test('best available gives neighbours, never the same to two, until none are left', async () => {
  const inventory = await selling()
  const { client } = inventory
  const ask = (userId: string) =>
    client.reserveSeats({ userId, eventId, bestAvailable: { quantity: 2 } })
  const answers = await Promise.all(Array.from({ length: 10 }, (_, at) => ask(`user_${at}`)))
  const seats = answers.flatMap(({ reservation }) => reservation?.seats ?? [])
  assert.equal(new Set(seats.map(({ seatNumber }) => seatNumber)).size, 20)
  assert.ok(answers.every(({ reservation }) => reservation?.adjacent))
  assert.equal(await codeOf(ask('user_z')), 'not_enough_seats')
})

test('best available takes places of the nearest area when an area is meant', async () => {
  const inventory = await selling({ hall: { rows: 0, areas: { Front: 3, Back: 5 } } })
  const ask = async (quantity: number, parts: object = {}) => {
    const bestAvailable = { quantity, ...parts }
    const wish = { userId: 'user_a', eventId, bestAvailable }
    const { reservation } = await inventory.client.reserveSeats(wish)
    return reservation?.areas.map(({ area, quantity: places }) => [area, places])
  }
  assert.deepEqual(await ask(2), [['Front', 2]])
  assert.deepEqual(await ask(2), [['Back', 2]])
  assert.deepEqual(await ask(1, { section: 'Front' }), [['Front', 1]])
  assert.equal(await codeOf(ask(4)), 'not_enough_seats')
})

test('an expired reservation gives its seats to whoever asks, before any sweep (B13)', async () => {
  const inventory = await selling({ sale: { limit: 3 } })
  const { client, clock } = inventory
  const first = await reserve(inventory, 'user_a', 'A1', 'A2', 'A3')
  await clock.advance(10 * MINUTE_MS - 1)
  assert.equal(await codeOf(reserve(inventory, 'user_b', 'A2')), 'seat_unavailable')
  await clock.advance(1)
  await reserve(inventory, 'user_b', 'A2')
  const { reservation } = await client.getReservation({ reservationId: first.reservationId })
  assert.equal(reservation?.status, ReservationStatus.EXPIRED)
  assert.deepEqual(await counts(inventory), { available: 19, reserved: 1, booked: 0, blocked: 0 })
  await reserve(inventory, 'user_a', 'A1', 'A3', 'A4')
})

test('my own expired reservation neither counts against my limit nor shows sold out', async () => {
  const inventory = await selling({ hall: { rows: 1, seatsPerRow: 4 }, sale: { limit: 4 } })
  await reserve(inventory, 'user_a', 'A1', 'A2', 'A3', 'A4')
  await inventory.clock.advance(10 * MINUTE_MS)
  const wish = { userId: 'user_a', eventId, bestAvailable: { quantity: 4 } }
  const { reservation } = await inventory.client.reserveSeats(wish)
  assert.equal(reservation?.seats.length, 4)
})

test('seats of many expired reservations can be taken together', async () => {
  const inventory = await selling()
  const seats = Array.from({ length: 10 }, (_, at) => `A${at + 1}`)
  for (const [at, seat] of seats.entries()) await reserve(inventory, `user_${at}`, seat)
  await inventory.clock.advance(10 * MINUTE_MS)
  const taken = await reserve(inventory, 'user_z', ...seats)
  assert.equal(taken.seats.length, 10)
  assert.equal((await counts(inventory)).available, 10)
})

test("a buyer's limit counts seats and places, reserved and booked", async () => {
  const inventory = await selling({ hall: { areas: { Floor: 9 } }, sale: { limit: 4 } })
  await reserve(inventory, 'user_a', 'A1', 'A2')
  const wish = { userId: 'user_a', eventId, areas: { Floor: 3 } }
  const error = await refusal(inventory.client.reserveSeats(wish))
  assert.equal(error.code, 'buyer_limit')
  assert.deepEqual(error.facts, { limit: 4, have: 2, wanted: 3 })
  await inventory.client.reserveSeats({ ...wish, areas: { Floor: 2 } })
})

test('a repeated operation id gets the first reservation, after a restart too', async () => {
  const disk = reliableDisk()
  const before = await sampleInventory({ disk })
  await onSale(before)
  const wish = { userId: 'user_a', eventId, seats: ['A1'], operationId: 'key-1' }
  const first = await before.client.reserveSeats(wish)
  const after = await sampleInventory({ disk, clock: before.clock })
  const again = await after.client.reserveSeats(wish)
  assert.equal(again.reservation?.reservationId, first.reservation?.reservationId)
  const stranger = after.client.reserveSeats({ ...wish, userId: 'user_b' })
  assert.equal(await codeOf(stranger), 'operation_id_reused')
  const both = { userId: 'user_c', eventId, seats: ['B1'], operationId: 'key-2' }
  const [one, two] = await Promise.all([
    after.client.reserveSeats(both),
    after.client.reserveSeats(both),
  ])
  assert.equal(one.reservation?.reservationId, two.reservation?.reservationId)
})
