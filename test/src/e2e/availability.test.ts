import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type AvailabilityMap, readAvailability, type SeatState } from './availability-body.ts'
import type { AvailabilityBody } from './bodies.ts'
import { buy, eventOnSale, reserve, smallHall } from './box-office.ts'
import { newBuyer, newOrganizer, type Person } from './people.ts'
import type { Platform } from './platform.ts'
import { startPlatform } from './start-platform.ts'
import { expectStatus, Rest } from './rest.ts'

let platform: Platform
let organizer: Person
let buyer: Person
before(async () => {
  platform = await startPlatform()
  organizer = await newOrganizer(platform.url)
  buyer = await newBuyer(platform.url)
})
after(() => platform.stop())

const compact = { accept: 'application/octet-stream' }
/** The order of the map is the order of the bits. */
const seatNumbers = smallHall.sections.flatMap(({ rows }) =>
  rows.flatMap(({ seats }) => seats.map(({ seat_number }) => seat_number)),
)

async function mapOf(eventId: number, since?: number): Promise<AvailabilityMap> {
  const query = since === undefined ? '' : `?since=${since}`
  const path = `/v1/events/${eventId}/availability${query}`
  const answer = await new Rest(platform.url).get<Uint8Array>(path, compact)
  const map = readAvailability(expectStatus(answer, 200))
  assert.equal(answer.headers.get('x-change-number'), String(map.changeNumber))
  return map
}

function inState(map: AvailabilityMap, wanted: SeatState): string[] {
  return [...map.seats].flatMap(([seat, state]) =>
    state === wanted ? [seatNumbers[seat] ?? `seat ${seat}`] : [],
  )
}

test('counts add up per section, price and area, and follow what happens', async () => {
  const eventId = await eventOnSale(organizer)
  await reserve(buyer, eventId, { seats: ['A1', 'A2', 'C1'] })
  await buy(buyer, eventId, { areas: { Floor: 3 } })
  const path = `/v1/events/${eventId}/availability`
  const { counts, sections, currency } = expectStatus(
    await new Rest(platform.url).get<AvailabilityBody>(path),
    200,
  )
  assert.equal(currency, 'EUR')
  assert.deepEqual(counts, { available: 64, reserved: 3, booked: 3, blocked: 0, total: 70 })
  const told = sections.map(({ section, price, area, counts: { available, total } }) => ({
    section,
    price,
    area,
    available,
    total,
  }))
  assert.deepEqual(told, [
    { section: 'Stalls', price: '45.00', area: false, available: 14, total: 16 },
    { section: 'Balcony', price: '20.00', area: false, available: 3, total: 4 },
    { section: 'Floor', price: '12.50', area: true, available: 47, total: 50 },
  ])
})

test('the compact body says of every seat what the list of seats says', async () => {
  const eventId = await eventOnSale(organizer)
  await reserve(buyer, eventId, { seats: ['A1', 'B8'] })
  await buy(buyer, eventId, { seats: ['C4'] })
  await organizer.rest.post(`/v1/events/${eventId}/seats/block`, { seats: ['A5'] })
  await reserve(buyer, eventId, { areas: { Floor: 2 } })
  const map = await mapOf(eventId)
  assert.equal(map.seatsOfMap, 20)
  assert.deepEqual(inState(map, 'RESERVED'), ['A1', 'B8'])
  assert.deepEqual(inState(map, 'BOOKED'), ['C4'])
  assert.deepEqual(inState(map, 'BLOCKED'), ['A5'])
  const floor = { available: 48, reserved: 2, booked: 0, blocked: 0 }
  assert.deepEqual(map.areas, new Map([[0, floor]]))
})

test('changes since a change number are the changes and nothing else', async () => {
  const eventId = await eventOnSale(organizer)
  await reserve(buyer, eventId, { seats: ['A1'] })
  const before = await mapOf(eventId)
  await buy(buyer, eventId, { seats: ['B2', 'B3'] })
  const delta = await mapOf(eventId, before.changeNumber)
  assert.ok(delta.since !== undefined && delta.since <= before.changeNumber)
  assert.ok(delta.changeNumber > before.changeNumber)
  assert.deepEqual(inState(delta, 'BOOKED'), ['B2', 'B3'])
  assert.equal(delta.seats.size, 2)
  const applied = new Map([...before.seats, ...delta.seats])
  assert.deepEqual(applied, (await mapOf(eventId)).seats)
  assert.equal((await mapOf(eventId, delta.changeNumber)).seats.size, 0)
})

test('who comes with a change number from nowhere gets the whole map', async () => {
  const eventId = await eventOnSale(organizer)
  await reserve(buyer, eventId, { seats: ['A1'] })
  const map = await mapOf(eventId, Number.MAX_SAFE_INTEGER)
  assert.equal(map.since, undefined)
  assert.equal(map.seats.size, 20)
})

test('an answer that is known is not sent again', async () => {
  const eventId = await eventOnSale(organizer)
  const path = `/v1/events/${eventId}/availability`
  const rest = new Rest(platform.url)
  for (const headers of [{}, compact]) {
    const { headers: answered } = await rest.get(path, headers)
    const known = { ...headers, 'if-none-match': answered.get('etag') ?? '' }
    assert.equal((await rest.get(path, known)).status, 304)
  }
  const { headers } = await rest.get(path)
  await reserve(buyer, eventId, { seats: ['A1'] })
  const changed = await rest.get(path, { 'if-none-match': headers.get('etag') ?? '' })
  assert.equal(changed.status, 200)
})

test('four seats are a byte, however large the hall', async () => {
  const [largest] = platform.events.toSorted((a, b) => b.total_seats - a.total_seats)
  assert.ok(largest && largest.total_seats >= 3000, 'the demo has a hall')
  const path = `/v1/events/${largest.event_id}/availability`
  const { body } = await new Rest(platform.url).get<Uint8Array>(path, compact)
  const { seats, areas } = readAvailability(body)
  assert.ok(body.byteLength < seats.size / 4 + 16 * areas.size + 100, `${body.byteLength} bytes`)
  const places = [...areas.values()].map(({ available }) => available)
  assert.equal(
    places.reduce((sum, count) => sum + count, seats.size),
    largest.total_seats,
  )
})
