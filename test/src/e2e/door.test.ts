import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import type { Page } from './bodies.ts'
import { eventOnSale } from './box-office.ts'
import { admits, newScanner, refuses, scan, sell, withApiKey } from './door.ts'
import { newBuyer, newOrganizer, type Person } from './people.ts'
import type { Platform } from './platform.ts'
import { startBare } from './start-platform.ts'
import { expectProblem, expectStatus } from './rest.ts'

const SCANNERS = 100
let platform: Platform
let organizer: Person
let scanner: Person
let buyer: Person
let eventId: number
before(async () => {
  platform = await startBare()
  organizer = await newOrganizer(platform.url)
  scanner = await newScanner(organizer)
  buyer = await newBuyer(platform.url)
  eventId = await eventOnSale(organizer)
})
after(() => platform.stop())

test('a hundred scanners scan one code at once: one admits, the others see when', async () => {
  const { code } = await sell(buyer, eventId, { seats: ['A1'] })
  const scans = Array.from({ length: SCANNERS }, (_, gate) =>
    scan(scanner, eventId, code, { gate: `Gate ${gate}` }),
  )
  const answers = await Promise.all(scans)
  const [admitted, ...more] = answers.filter(({ result }) => result === 'admitted')
  assert.equal(more.length, 0)
  for (const answer of answers.filter(({ result }) => result === 'refused')) {
    const { reason, checkin_id: id, gate } = answer
    const first = ['already_redeemed', admitted?.checkin_id, admitted?.gate]
    assert.deepEqual([reason, id, gate], first)
  }
})

test('a repeat of one scan is answered alike, and a copy of the ticket is not', async () => {
  const { code } = await sell(buyer, eventId, { seats: ['A2'] })
  const headers = { 'idempotency-key': randomUUID() }
  const path = `/v1/events/${eventId}/checkins`
  const first = expectStatus(await scanner.rest.post(path, { code }, { headers }), 200)
  assert.deepEqual(expectStatus(await scanner.rest.post(path, { code }, { headers }), 200), first)
  const why = ['already_redeemed', 'checked_in_before'] as const
  await refuses(scanner, eventId, { code, why })
})

test('a device that stays at the door scans with a key of its scanner', async () => {
  const { code } = await sell(buyer, eventId, { seats: ['A6'] })
  const device = await withApiKey(scanner)
  await admits(device, eventId, code)
  await refuses(scanner, eventId, { code, why: ['already_redeemed', 'checked_in_before'] })
})

test('an admission that is undone may be repeated, and the list keeps both', async () => {
  const { code, tickets } = await sell(buyer, eventId, { seats: ['A3'] })
  const { checkin_id: id } = await admits(scanner, eventId, code)
  const path = `/v1/events/${eventId}/checkins`
  const undo = () => scanner.rest.call('DELETE', `${path}/${id}`)
  expectStatus(await undo(), 200)
  expectStatus(await undo(), 200)
  await admits(scanner, eventId, code)
  type Listed = { ticket_id: string; undone_at: string | null }
  const { data } = expectStatus(await scanner.rest.get<Page<Listed>>(`${path}?limit=100`), 200)
  const own = data.filter(({ ticket_id }) => ticket_id === tickets[0]?.ticket_id)
  assert.deepEqual(
    own.map(({ undone_at }) => undone_at === null),
    [false, true],
  )
})

test('a seat whose guest is inside is not cancelled, and the others of its booking are', async () => {
  const { bookingId, code } = await sell(buyer, eventId, { seats: ['B1', 'B2'] })
  await admits(scanner, eventId, code)
  const path = `/v1/bookings/${bookingId}/cancel`
  const refused = await buyer.rest.post(path, { seats: ['B1'] })
  expectProblem(refused, { status: 409, code: 'already_checked_in' })
  expectProblem(await buyer.rest.post(path), { status: 409, code: 'already_checked_in' })
  expectStatus(await buyer.rest.post(path, { seats: ['B2'] }), 200)
})

test('a ticket of another section is refused at the door of this one', async () => {
  const { code } = await sell(buyer, eventId, { seats: ['C1'] })
  const stalls = await scan(scanner, eventId, code, { sections: ['Stalls'] })
  assert.deepEqual([stalls.reason, stalls.detail], ['product', 'wrong_section'])
  const balcony = await scan(scanner, eventId, code, { sections: ['Balcony'] })
  assert.equal(balcony.result, 'admitted')
})

test('the door does not exist for buyers, strangers and scanners of another house', async () => {
  const { code } = await sell(buyer, eventId, { seats: ['C2'] })
  const stranger = await newOrganizer(platform.url)
  const others = [buyer, stranger, await newScanner(stranger)]
  for (const { rest } of others) {
    for (const list of ['checkins', 'attendees']) {
      const answer = await rest.get(`/v1/events/${eventId}/${list}`)
      assert.equal(answer.status, 404, JSON.stringify(answer.body))
    }
    const answer = await rest.post(`/v1/events/${eventId}/checkins`, { code })
    assert.equal(answer.status, 404, JSON.stringify(answer.body))
  }
  await admits(organizer, eventId, code)
})

test('a scanner who was removed lets nobody in any more', async () => {
  const former = await newScanner(organizer)
  const { code } = await sell(buyer, eventId, { seats: ['C3'] })
  const path = `/v1/organizers/scanners/${former.userId}`
  expectStatus(await organizer.rest.call('DELETE', path), 204)
  const answer = await former.rest.post(`/v1/events/${eventId}/checkins`, { code })
  assert.equal(answer.status, 404)
})
