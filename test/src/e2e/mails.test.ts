import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import type { MailBody } from './bodies.ts'
import { buy, eventOnSale } from './box-office.ts'
import { mailsOnceThere, mailsTo } from './mailbox.ts'
import { logIn, newBuyer, newBuyers, newOrganizer, type Person } from './people.ts'
import type { Platform } from './platform.ts'
import { startPlatform } from './start-platform.ts'
import { expectProblem, expectStatus, Rest } from './rest.ts'

/** Longer than a second mail about the same would take to come. */
const STRAGGLERS_MS = 1500
let platform: Platform
let organizer: Person
let eventId: number
before(async () => {
  platform = await startPlatform()
  organizer = await newOrganizer(platform.url)
  eventId = await eventOnSale(organizer, { details: { event_name: 'Soirée & Ball' } })
})
after(() => platform.stop())

function subjects(mails: readonly MailBody[]): string[] {
  return mails.map(({ subject }) => subject)
}

test('a booking brings one mail, with its tickets and a calendar file', async () => {
  const buyer = await newBuyer(platform.url)
  const { booking_reference: reference } = await buy(buyer, eventId, { seats: ['A1', 'A2'] })
  const [mail] = await mailsOnceThere(platform.url, buyer.email, 1)
  assert.equal(mail?.subject, 'Your tickets for Soirée & Ball')
  const rest = new Rest(platform.url)
  const whole = await rest.get<MailBody>(`/v1/mails/${mail?.mail_id}`)
  const { text, attachments } = expectStatus(whole, 200)
  const types = attachments.map(({ content_type }) => content_type)
  assert.deepEqual(types, ['application/pdf', 'text/calendar'])
  assert.ok(attachments.every(({ bytes }) => bytes > 100))
  for (const words of [reference, 'Soirée & Ball', '90.00']) assert.ok(text.includes(words), text)
  const raw = await rest.get<string>(`/v1/mails/${mail?.mail_id}/raw`)
  assert.match(expectStatus(raw, 200), /^Message-ID: <.+>\r?$/im)
  await wait(STRAGGLERS_MS)
  assert.equal((await mailsTo(platform.url, buyer.email)).length, 1)
})

test('cancelling a seat, then the rest, brings a mail each', async () => {
  const buyer = await newBuyer(platform.url)
  const { booking_id: id } = await buy(buyer, eventId, { seats: ['A3', 'A4'] })
  await mailsOnceThere(platform.url, buyer.email, 1)
  const cancel = (body: object) => buyer.rest.post(`/v1/bookings/${id}/cancel`, body)
  expectStatus(await cancel({ seats: ['A3'] }), 200)
  await mailsOnceThere(platform.url, buyer.email, 2)
  expectStatus(await cancel({}), 200)
  const mails = await mailsOnceThere(platform.url, buyer.email, 3)
  assert.deepEqual(subjects(mails), [
    'Your tickets for Soirée & Ball',
    'Part of your booking for Soirée & Ball is cancelled',
    'Your booking for Soirée & Ball is cancelled',
  ])
})

test('no buyer passes a cancellation off as that of the event', async () => {
  const buyer = await newBuyer(platform.url)
  const { booking_id: id } = await buy(buyer, eventId, { seats: ['A5'] })
  const path = `/v1/bookings/${id}/cancel`
  const refused = await buyer.rest.post(path, { reason: 'event_cancelled' })
  expectProblem(refused, { status: 400, code: 'reserved_reason' })
  expectStatus(await buyer.rest.post(path, { reason: 'the event_cancelled me' }), 200)
})

test('each buyer of an event that is cancelled hears of it once', async () => {
  const gone = await eventOnSale(organizer, { details: { event_name: 'Rained off' } })
  const buyers = await newBuyers(platform.url, 5)
  await Promise.all(buyers.map((buyer, i) => buy(buyer, gone, { seats: [`A${i + 1}`] })))
  // A mail about tickets that has not left when they end never leaves.
  for (const { email } of buyers) await mailsOnceThere(platform.url, email, 1)
  const answer = await organizer.rest.post(`/v1/events/${gone}/cancel`)
  assert.ok(answer.status < 300, JSON.stringify(answer.body))
  for (const { email } of buyers) await mailsOnceThere(platform.url, email, 2)
  await wait(STRAGGLERS_MS)
  for (const { email } of buyers) {
    const told = subjects(await mailsTo(platform.url, email)).toSorted()
    assert.deepEqual(told, ['Rained off is cancelled', 'Your tickets for Rained off'])
  }
})

test('a mail is sent again when asked for, three times an hour', async () => {
  const buyer = await newBuyer(platform.url)
  const { booking_id: id } = await buy(buyer, eventId, { seats: ['B1'] })
  const path = `/v1/bookings/${id}/resend`
  const headers = { 'idempotency-key': randomUUID() }
  expectStatus(await buyer.rest.post(path, undefined, { headers }), 200)
  expectStatus(await buyer.rest.post(path, undefined, { headers }), 200)
  expectStatus(await buyer.rest.post(path, {}), 200)
  expectStatus(await buyer.rest.post(path), 200)
  expectProblem(await buyer.rest.post(path), { status: 429, code: 'resend_limit' })
  const mails = await mailsOnceThere(platform.url, buyer.email, 4)
  assert.deepEqual(new Set(subjects(mails)), new Set(['Your tickets for Soirée & Ball']))
  const stranger = await newBuyer(platform.url)
  const { status } = await stranger.rest.post(path)
  assert.equal(status, 404)
  await wait(STRAGGLERS_MS)
  assert.equal((await mailsTo(platform.url, buyer.email)).length, 4)
})

test('mails are in the language of the account, whatever the event speaks', async () => {
  const cases = [
    ['es-MX', 'Tus entradas para Soirée & Ball'],
    ['zh-Hant', 'Soirée & Ball'],
    ['pl', 'Your tickets for Soirée & Ball'],
  ] as const
  for (const [index, [language, subject]] of cases.entries()) {
    const account = { email: `${randomUUID()}@buyers.example`, password: 'correct horse battery' }
    const registration = { ...account, name: 'Blanca', language }
    expectStatus(await new Rest(platform.url).post('/v1/auth/register', registration), 201)
    await buy(await logIn(platform.url, account), eventId, { seats: [`B${index + 2}`] })
    const [mail] = await mailsOnceThere(platform.url, account.email, 1)
    assert.ok(mail?.subject.includes(subject), `${language}: ${mail?.subject}`)
  }
})
