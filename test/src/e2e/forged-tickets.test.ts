import assert from 'node:assert/strict'
import { createHmac, generateKeyPairSync, sign } from 'node:crypto'
import { after, before, test } from 'node:test'
import { eventOnSale } from './box-office.ts'
import { admits, newScanner, refuses, scan, sell, ticketsOf } from './door.ts'
import { newBuyer, newOrganizer, type Person } from './people.ts'
import type { Platform } from './platform.ts'
import { startBare } from './start-platform.ts'
import { expectStatus, Rest } from './rest.ts'
import { codeOf, SIGNATURE_BYTES, signedPart, ticketBytes } from './ticket-code.ts'
import { until } from './until.ts'

let platform: Platform
let organizer: Person
let scanner: Person
let buyer: Person
let eventId: number
let code: string
before(async () => {
  platform = await startBare()
  organizer = await newOrganizer(platform.url)
  scanner = await newScanner(organizer)
  buyer = await newBuyer(platform.url)
  eventId = await eventOnSale(organizer)
  code = (await sell(buyer, eventId, { seats: ['A1'] })).code
})
after(() => platform.stop())

test('no ticket with a bit flipped, anywhere in it, is let in', async () => {
  const bytes = ticketBytes(code)
  const flipped = Array.from({ length: bytes.length }, (_, at) => {
    const copy = Buffer.from(bytes)
    copy[at] = (copy[at] ?? 0) ^ (1 << (at % 8))
    return codeOf(copy)
  })
  const answers = await Promise.all(flipped.map((each) => scan(scanner, eventId, each)))
  for (const { reason } of answers) assert.equal(reason, 'invalid')
  const details = new Set(answers.map(({ detail }) => detail))
  for (const detail of ['bad_signature', 'unknown_key', 'unknown_version']) {
    assert.ok(details.has(detail), detail)
  }
})

test('a ticket signed with a key or an algorithm of their own is refused', async () => {
  const bytes = ticketBytes(code)
  const body = bytes.subarray(0, bytes.length - SIGNATURE_BYTES)
  const { privateKey } = generateKeyPairSync('ed25519')
  const ed25519 = sign(null, signedPart(body), privateKey)
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
  const p256 = sign('sha256', signedPart(body), { key: ec, dsaEncoding: 'ieee-p1363' })
  const [jwk] = expectStatus(await new Rest(platform.url).get<KeySet>('/v1/tickets/keys'), 200).keys
  const publicKey = Buffer.from(jwk?.x ?? '', 'base64url')
  const hmac = createHmac('sha512', publicKey).update(signedPart(body)).digest()
  for (const signature of [ed25519, p256, hmac, Buffer.alloc(SIGNATURE_BYTES)]) {
    const forged = codeOf(Buffer.concat([body, signature]))
    await refuses(scanner, eventId, { code: forged, why: ['invalid', 'bad_signature'] })
  }
})

interface KeySet {
  readonly keys: readonly { readonly x: string }[]
}

test('what is no ticket is refused as that', async () => {
  for (const text of ['hello', 'https://example.org/ticket', 'USHER.', `${code}A`, code.slice(1)]) {
    const { result, reason } = await scan(scanner, eventId, text)
    assert.deepEqual([result, reason], ['refused', 'invalid'], text)
  }
})

test('a ticket for another event is refused there, and still good here', async () => {
  const other = await eventOnSale(organizer)
  await refuses(scanner, other, { code, why: ['invalid', 'other_event'] })
  await admits(scanner, eventId, code)
})

test('a seat whose money went back is refused, whole booking or part of one', async () => {
  const { bookingId, tickets } = await sell(buyer, eventId, { seats: ['B1', 'B2'] })
  const cancel = (body: object) => buyer.rest.post(`/v1/bookings/${bookingId}/cancel`, body)
  const [first, second] = tickets.map((ticket) => ticket.code)
  expectStatus(await cancel({ seats: ['B1'] }), 200)
  await refuses(scanner, eventId, { code: first ?? '', why: ['canceled', 'ticket_cancelled'] })
  expectStatus(await cancel({}), 200)
  const { reason } = await scan(scanner, eventId, second ?? '')
  assert.equal(reason, 'canceled')
})

test('a ticket that was given out anew is refused, and the new one admits', async () => {
  const { bookingId, code: old } = await sell(buyer, eventId, { seats: ['B3'] })
  const resend = `/v1/bookings/${bookingId}/resend`
  expectStatus(await buyer.rest.post(resend, { reissue: true }), 200)
  await refuses(scanner, eventId, { code: old, why: ['revoked', 'reissued'] })
  const [fresh] = await ticketsOf(buyer, bookingId)
  await admits(scanner, eventId, fresh?.code ?? '')
})

test('tickets of an event that was cancelled are refused as soon as the door has heard of it', async () => {
  const gone = await eventOnSale(organizer)
  const sold = await sell(buyer, gone, { seats: ['A1'] })
  const answer = await organizer.rest.post(`/v1/events/${gone}/cancel`)
  assert.ok(answer.status === 200 || answer.status === 202, JSON.stringify(answer.body))
  await until('the door hears of it', async () => {
    const { reason } = await scan(scanner, gone, sold.code)
    return reason === 'canceled'
  })
})
