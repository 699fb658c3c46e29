import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { runUsher } from '../command/usher-command.ts'
import type { AvailabilityBody, BookingBody, EventBody, SearchBody } from './bodies.ts'
import { eventOnSale, smallHall } from './box-office.ts'
import { admits, newScanner, refuses, sell, ticketsOf } from './door.ts'
import { logIn, newBuyer, newOrganizer, type Person } from './people.ts'
import { startBare } from './start-platform.ts'
import { expectStatus, Rest } from './rest.ts'
import { until } from './until.ts'

const root = await mkdtemp(join(tmpdir(), 'usher-moving-'))
/** Of the small hall. */
const PLACES = 70
const oldHouse = join(root, 'old')
let people: { readonly organizer: Person; readonly scanner: Person; readonly buyer: Person }
let eventId: number
let bookingId: string
let codes: readonly string[]
let told: unknown
before(async () => {
  const platform = await startBare(oldHouse)
  const organizer = await newOrganizer(platform.url)
  const scanner = await newScanner(organizer)
  const buyer = await newBuyer(platform.url)
  people = { organizer, scanner, buyer }
  eventId = await eventOnSale(organizer, { details: { event_name: 'Moving house' } })
  const sold = await sell(buyer, eventId, { seats: ['A1', 'A2', 'A3'] })
  bookingId = sold.bookingId
  codes = sold.tickets.map(({ code }) => code)
  await admits(scanner, eventId, codes[0] ?? '')
  expectStatus(await buyer.rest.post(`/v1/bookings/${bookingId}/cancel`, { seats: ['A2'] }), 200)
  await until('the event shows what is left', async () => {
    const { body } = await buyer.rest.get<EventBody>(`/v1/events/${eventId}`)
    return body.available_seats === PLACES - 2
  })
  told = await answers(people)
  await platform.stop()
})
after(() => rm(root, { recursive: true }))

/** What a house says of its events, bookings and tickets. */
async function answers({ organizer, buyer }: Pick<typeof people, 'organizer' | 'buyer'>) {
  const get = async <Body>({ rest }: Person, path: string) =>
    expectStatus(await rest.get<Body>(path), 200)
  return {
    event: await get<EventBody>(organizer, `/v1/events/${eventId}`),
    map: await get<object>(organizer, `/v1/events/${eventId}/seat-map`),
    counts: (await get<AvailabilityBody>(buyer, `/v1/events/${eventId}/availability`)).counts,
    booking: await get<BookingBody>(buyer, `/v1/bookings/${bookingId}`),
    tickets: await ticketsOf(buyer, bookingId),
    journal: await get<object>(organizer, `/v1/events/${eventId}/journal`),
    checkins: await get<object>(organizer, `/v1/events/${eventId}/checkins`),
    attendees: await get<object>(organizer, `/v1/events/${eventId}/attendees`),
  }
}

async function done(...args: readonly string[]): Promise<void> {
  const { code, said } = await runUsher(args)
  assert.equal(code, 0, said)
}

/** The same is said there; printed tickets admit, used and refunded ones do not. */
async function livesOn(dataDir: string): Promise<void> {
  const platform = await startBare(dataDir)
  try {
    const { organizer, buyer, scanner } = people
    const [o, b, s] = await Promise.all(
      [organizer, buyer, scanner].map((each) => logIn(platform.url, each)),
    )
    assert.ok(o && b && s)
    assert.deepEqual(await answers({ organizer: o, buyer: b }), told)
    const [used, refunded, good] = codes as [string, string, string]
    await refuses(s, eventId, { code: used, why: ['already_redeemed', 'checked_in_before'] })
    await refuses(s, eventId, { code: refunded, why: ['canceled', 'ticket_cancelled'] })
    await admits(s, eventId, good)
    await until('search finds it again', async () => {
      const { status, body } = await new Rest(platform.url).get<SearchBody>('/v1/search?q=moving')
      return status === 200 && body.data.some(({ event_id }) => event_id === eventId)
    })
    const other = await eventOnSale(o, { map: smallHall })
    assert.notEqual(other, eventId)
    await sell(b, other, { seats: ['A1'] })
  } finally {
    await platform.stop()
  }
  await done('audit', '--data-dir', dataDir)
}

test('what was exported and imported elsewhere says the same, and tickets stay good', async () => {
  const files = join(root, 'everything')
  const dataDir = join(root, 'imported')
  await done('export', files, '--data-dir', oldHouse)
  await done('import', 'all', files, '--data-dir', dataDir)
  await livesOn(dataDir)
})

test('what was backed up and restored says the same, and tickets stay good', async () => {
  const file = join(root, 'backup.db.zst')
  const dataDir = join(root, 'restored')
  await done('backup', file, '--data-dir', oldHouse)
  await done('restore', file, '--data-dir', dataDir)
  await livesOn(dataDir)
})
