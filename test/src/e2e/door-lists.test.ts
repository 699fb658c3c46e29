import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import type { Page } from './bodies.ts'
import { eventOnSale } from './box-office.ts'
import { admits, newScanner, type Sold, sell } from './door.ts'
import { newBuyer, newOrganizer, type Person } from './people.ts'
import type { Platform } from './platform.ts'
import { startBare } from './start-platform.ts'
import { expectStatus } from './rest.ts'

const PLACES = 30
const INSIDE = 12
/** Two in one millisecond have no order. */
const MOMENT_MS = 2
let platform: Platform
let scanner: Person
let buyer: Person
let eventId: number
let sold: Sold
before(async () => {
  platform = await startBare()
  const organizer = await newOrganizer(platform.url)
  scanner = await newScanner(organizer)
  buyer = await newBuyer(platform.url)
  eventId = await eventOnSale(organizer, { details: { max_seats_per_buyer: PLACES } })
  const bought = Array.from({ length: PLACES / 5 }, () =>
    sell(buyer, eventId, { areas: { Floor: 5 } }),
  )
  const tickets = (await Promise.all(bought)).flatMap((each) => each.tickets)
  sold = { bookingId: '', tickets, code: '' }
  for (const { code } of tickets.slice(0, INSIDE)) {
    await wait(MOMENT_MS)
    await admits(scanner, eventId, code)
  }
})
after(() => platform.stop())

interface Listed {
  readonly ticket_id: string
  readonly email?: string
  readonly status?: string
}

async function pages(path: string): Promise<Listed[]> {
  const items: Listed[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const query: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`
    const answer = await scanner.rest.get<Page<Listed>>(`${path}?limit=7${query}`)
    const page = expectStatus(answer, 200)
    assert.ok(page.data.length <= 7)
    items.push(...page.data)
    cursor = page.next_cursor
  }
  return items
}

test('attendees are every ticket once, in pages, as NDJSON and as CSV', async () => {
  const path = `/v1/events/${eventId}/attendees`
  const paged = await pages(path)
  const ids = paged.map(({ ticket_id }) => ticket_id)
  assert.deepEqual(ids.toSorted(), sold.tickets.map(({ ticket_id }) => ticket_id).toSorted())
  assert.ok(paged.every(({ email }) => email === buyer.email))
  assert.equal(paged.filter(({ status }) => status === 'CHECKED_IN').length, INSIDE)
  const ndjson = await scanner.rest.get<string>(path, { accept: 'application/x-ndjson' })
  assert.deepEqual(linesOf(ndjson.body as unknown), paged)
  const csv = await scanner.rest.get<string>(`${path}?format=csv`)
  const [head, ...rows] = expectStatus(csv, 200).trim().split(/\r?\n/)
  assert.match(csv.headers.get('content-type') ?? '', /^text\/csv/)
  assert.equal(head?.replace('\uFEFF', ''), Object.keys(paged[0] ?? {}).join(','))
  assert.equal(rows.length, PLACES)
  assert.ok(!`${head}${rows.join()}`.includes('USHER.'), 'no code that would let somebody in')
})

test('check-ins are listed in the order in which they happened', async () => {
  const path = `/v1/events/${eventId}/checkins`
  const order = sold.tickets.slice(0, INSIDE).map(({ ticket_id }) => ticket_id)
  const paged = await pages(path)
  assert.deepEqual(
    paged.map(({ ticket_id }) => ticket_id),
    order,
  )
  const ndjson = await scanner.rest.get<string>(`${path}?format=ndjson`)
  assert.deepEqual(linesOf(ndjson.body as unknown), paged)
})

function linesOf(body: unknown): unknown[] {
  const text = String(body).trim()
  return text.split('\n').map((line) => JSON.parse(line) as unknown)
}
