import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SeatMapFormat, SeatStatus } from '@usher/contracts'
import { isDomainError } from '@usher/kernel'
import { tablesSeatChanges } from '../adapters/tables/seat-changes.ts'
import {
  eventId,
  hallJson,
  onSale,
  sampleInventory,
  saleRules,
} from '../samples/inventory-samples.fixture.ts'

async function codeOf(promise: Promise<unknown>): Promise<string> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  assert.ok(isDomainError(error), `expected a refusal, found ${String(error)}`)
  return error.code
}

const file = { eventId, format: SeatMapFormat.USHER, content: hallJson(), userId: 'user_o' }

test('a map is replaced until a seat was taken, and its version is honoured', async () => {
  const { client } = await sampleInventory()
  assert.equal(await codeOf(client.getSeatMap({ eventId })), 'seat_map_not_found')
  assert.equal((await client.putSeatMap({ ...file, dryRun: true })).version, 0)
  assert.equal((await client.putSeatMap(file)).version, 1)
  const larger = { ...file, content: hallJson({ rows: 3, areas: { Floor: 7 } }) }
  const { seats, areas, totalCapacity, version } = await client.putSeatMap(larger)
  assert.deepEqual([seats, areas, totalCapacity, version], [30, 1, 37, 2])
  assert.equal(await codeOf(client.putSeatMap({ ...file, expectedVersion: 1 })), 'stale_version')
  const { totalSeats } = await client.configureSale({ rules: saleRules() })
  assert.equal(totalSeats, 37)
  const { reservation } = await client.reserveSeats({ userId: 'u', eventId, seats: ['C1'] })
  await client.releaseReservation({ reservationId: reservation?.reservationId ?? '' })
  assert.equal(await codeOf(client.putSeatMap(file)), 'seats_taken')
  assert.equal(await codeOf(client.putSeatMap({ ...file, dryRun: true })), 'seats_taken')
})

test('a map that is refused moves no change number', async () => {
  const inventory = await sampleInventory()
  await onSale(inventory)
  const { client, clock } = inventory
  const { changeNumber } = await client.getAvailability({ eventId })
  await clock.advance(10)
  assert.equal(await codeOf(client.putSeatMap({ ...file, expectedVersion: 9 })), 'stale_version')
  assert.equal((await client.getAvailability({ eventId })).changeNumber, changeNumber)
})

test('a map replaced while somebody reserves costs them nothing but a second look', async () => {
  const inventory = await sampleInventory()
  await onSale(inventory)
  const { client } = inventory
  const [, answer] = await Promise.all([
    client.putSeatMap({ ...file, content: hallJson({ rows: 4 }) }),
    client.reserveSeats({ userId: 'u', eventId, seats: ['A1'] }),
  ])
  assert.equal(answer.reservation?.seats.length, 1)
  const { counts } = await client.getAvailability({ eventId })
  assert.deepEqual([counts?.available, counts?.reserved], [39, 1])
})

test('an older version of the event never replaces newer rules', async () => {
  const inventory = await sampleInventory()
  await onSale(inventory, { sale: { version: 5, open: false } })
  await inventory.client.configureSale({ rules: saleRules({ version: 4 }) })
  const reserve = inventory.client.reserveSeats({ userId: 'u', eventId, seats: ['A1'] })
  assert.equal(await codeOf(reserve), 'sale_closed')
})

test('a paused sale takes no reservations, lets those there are be paid, and ends once', async () => {
  const inventory = await sampleInventory()
  await onSale(inventory)
  const { client } = inventory
  const { reservation } = await client.reserveSeats({ userId: 'u', eventId, seats: ['A1'] })
  const pause = { eventId, actor: 'auditor', reason: 'double_booking' }
  assert.equal((await client.pauseSale(pause)).changed, true)
  assert.equal((await client.pauseSale(pause)).changed, false)
  const late = client.reserveSeats({ userId: 'u', eventId, seats: ['A2'] })
  assert.equal(await codeOf(late), 'sale_closed')
  const reservationId = reservation?.reservationId ?? ''
  await client.beginPayment({ reservationId, userId: 'u', bookingId: 'bk_1' })
  await client.configureSale({ rules: saleRules({ version: 9 }) })
  await client.reserveSeats({ userId: 'u', eventId, seats: ['A2'] })
})

test('seats are blocked and unblocked, never from under a buyer', async () => {
  const inventory = await sampleInventory()
  await onSale(inventory)
  const { client } = inventory
  const request = { eventId, seats: ['A1', 'A2'], userId: 'user_o', reason: 'camera' }
  assert.equal((await client.blockSeats(request)).changed, 2)
  assert.equal((await client.blockSeats(request)).changed, 0)
  const { seats } = await client.listSeats({ eventId, status: SeatStatus.BLOCKED })
  assert.deepEqual(
    seats.map(({ seatNumber }) => seatNumber),
    ['A1', 'A2'],
  )
  assert.equal((await client.unblockSeats({ ...request, seats: ['A2', 'A3'] })).changed, 1)
  await client.reserveSeats({ userId: 'u', eventId, seats: ['A2'] })
  const late = client.blockSeats({ ...request, seats: ['A2', 'A4'] })
  assert.equal(await codeOf(late), 'seat_unavailable')
  const { seat } = await client.getSeat({ eventId, seatNumber: 'A4' })
  assert.equal(seat?.status, SeatStatus.AVAILABLE)
})

test('the journal says who did what and why, whole or for one seat', async () => {
  const inventory = await sampleInventory()
  await onSale(inventory)
  const { client } = inventory
  await client.blockSeats({ eventId, seats: ['B1'], userId: 'user_o', reason: 'camera' })
  const { reservation } = await client.reserveSeats({ userId: 'user_a', eventId, seats: ['A1'] })
  await client.releaseReservation({ reservationId: reservation?.reservationId ?? '' })
  const { entries } = await client.getJournal({ eventId })
  assert.deepEqual(
    entries.map(({ action, actor }) => [action, actor]),
    [
      ['seat_map_replaced', 'user_o'],
      ['sale_configured', 'system'],
      ['blocked', 'user_o'],
      ['reserved', 'user_a'],
      ['released', 'user_a'],
    ],
  )
  const first = await client.getJournal({ eventId, limit: 2 })
  const second = await client.getJournal({ eventId, limit: 3, cursor: first.nextCursor })
  assert.deepEqual([...first.entries, ...second.entries], entries)
  assert.equal(second.nextCursor, '')
  const ofSeat = await client.getJournal({ eventId, seatNumber: 'A1', limit: 1 })
  const rest = await client.getJournal({ eventId, seatNumber: 'A1', cursor: ofSeat.nextCursor })
  const actions = [...ofSeat.entries, ...rest.entries].map(({ action }) => action)
  assert.deepEqual(actions, ['reserved', 'released'])
})

test('the journal serves seat.status.changed, a message a seat', async () => {
  const inventory = await sampleInventory()
  await onSale(inventory)
  const { client, server, stores, tables } = inventory
  const source = tablesSeatChanges({ ...stores, tables, sectionOf: server.sectionOf })
  let woken = 0
  const cancel = source.onAppended?.(() => woken++)
  await client.reserveSeats({ userId: 'user_a', eventId, seats: ['A1', 'A2'] })
  cancel?.()
  assert.equal(woken, 1)
  const records = await source.read(0, 100)
  assert.deepEqual(
    records.map(({ offset, key }) => [offset, key]),
    [
      [3, '1#A1'],
      [3, '1#A2'],
    ],
  )
  assert.match(
    JSON.stringify(records[0]?.message, (_, part) =>
      typeof part === 'bigint' ? String(part) : part,
    ),
    /"section":"Stalls","oldStatus":"AVAILABLE","newStatus":"RESERVED"/,
  )
  assert.deepEqual(await source.read(3, 100), [])
})

test('seats and reservations are listed page by page', async () => {
  const inventory = await sampleInventory()
  await onSale(inventory)
  const { client } = inventory
  const first = await client.listSeats({ eventId, limit: 15, section: 'Stalls' })
  const rest = await client.listSeats({ eventId, limit: 15, cursor: first.nextCursor })
  assert.deepEqual([first.seats.length, rest.seats.length, rest.nextCursor], [15, 5, ''])
  assert.equal(await codeOf(client.listSeats({ eventId, cursor: 'x' })), 'malformed_cursor')
  for (const seat of ['A1', 'A2', 'A3']) {
    await client.reserveSeats({ userId: 'user_a', eventId, seats: [seat] })
  }
  const one = await client.listReservations({ userId: 'user_a', limit: 2 })
  const two = await client.listReservations({ userId: 'user_a', limit: 2, cursor: one.nextCursor })
  assert.deepEqual([one.reservations.length, two.reservations.length, two.nextCursor], [2, 1, ''])
})

test('the whole map in bytes follows each change', async () => {
  const inventory = await sampleInventory()
  await onSale(inventory, { hall: { rows: 20 } })
  const { client } = inventory
  const before = await client.getAvailabilityMap({ eventId })
  await client.reserveSeats({ userId: 'user_a', eventId, seats: ['A1'] })
  const after = await client.getAvailabilityMap({ eventId })
  assert.ok(after.changeNumber > before.changeNumber)
  const delta = await client.getAvailabilityMap({ eventId, since: before.changeNumber })
  assert.notDeepEqual(before.body, after.body)
  assert.equal(delta.body.length, 36)
})

test('many seats are read at once, those that the map has and no more than a hundred', async () => {
  const { client } = await sampleInventory()
  await client.putSeatMap(file)
  await client.blockSeats({ eventId, seats: ['A2'], userId: 'user_o', reason: '' })
  const { seats } = await client.getSeats({ eventId, seatNumbers: ['A2', 'Z9', 'A1'] })
  assert.deepEqual(
    seats.map(({ seatNumber, status }) => [seatNumber, status]),
    [
      ['A2', SeatStatus.BLOCKED],
      ['A1', SeatStatus.AVAILABLE],
    ],
  )
  const many = client.getSeats({ eventId, seatNumbers: Array.from({ length: 101 }, () => 'A1') })
  assert.equal(await codeOf(many), 'too_many')
})
