import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { AuthService } from '@usher/contracts'
import { DomainError } from '@usher/kernel'
import { BOOKING } from '../testing/fake-booking.ts'
import { fake } from '../testing/fake.ts'
import { fakeAuth } from '../testing/fake-people.ts'
import { fakeNotification } from '../testing/fake-notification.ts'
import { CODE } from '../testing/fake-tickets.ts'
import { openGateway } from '../testing/open-gateway.fixture.ts'

const { gateway, call, calls } = openGateway()
after(() => gateway.close())

const url = `/v1/bookings/${BOOKING}`

test('a buyer sees the tickets with their codes, and nobody keeps them', async () => {
  const answer = await call({ url: `${url}/tickets`, as: 'buyer' })
  assert.equal(answer.headers['cache-control'], 'private, no-store')
  const { code, price, status, checked_in_at } = answer.json().data[0]
  assert.deepEqual(
    { code, price, status, checked_in_at },
    { code: CODE, price: '150.00', status: 'VALID', checked_in_at: null },
  )
})

test('tickets are printed, and the event is put into a calendar', async () => {
  const files = [
    ['tickets.pdf', 'application/pdf', `tickets-${BOOKING}.pdf`, '%PDF-1.7'],
    ['calendar.ics', 'text/calendar; charset=utf-8', `${BOOKING}.ics`, 'BEGIN:VCALENDAR '],
  ]
  for (const [path, type, name, body] of files) {
    const { headers, ...answer } = await call({ url: `${url}/${path}`, as: 'buyer' })
    assert.equal(answer.body, body)
    assert.equal(headers['content-type'], type)
    assert.equal(headers['content-disposition'], `attachment; filename="${name}"`)
    assert.equal(headers['cache-control'], 'private, no-store')
  }
})

/** Accounts of people who have chosen a language, or whose service is down. */
function authWhere(getUser: () => Promise<{ user: { language: string } }>) {
  return { ...fakeAuth(), getUser: fake(AuthService, { getUser }).getUser }
}

test('the language is that of the account, or else of the browser, or else nobody’s', async () => {
  const headers = { 'accept-language': 'zh-TW,en;q=0.5' }
  const rendered = async (auth: ReturnType<typeof fakeAuth>, sent: Record<string, string>) => {
    const opened = openGateway({ ports: { auth } })
    const answer = await opened.call({ url: `${url}/tickets.pdf`, as: 'buyer', headers: sent })
    assert.equal(answer.statusCode, 200, answer.body)
    await opened.gateway.close()
    return opened.calls.rendered[0]?.language
  }
  const chosen = authWhere(async () => ({ user: { language: 'es' } }))
  const down = authWhere(async () => {
    throw new DomainError('unavailable', 'down', 'down')
  })
  assert.equal(await rendered(chosen, headers), 'es')
  assert.equal(await rendered(fakeAuth(), headers), 'zh-TW')
  assert.equal(await rendered(down, headers), 'zh-TW')
  assert.equal(await rendered(fakeAuth(), {}), '')
})

test('tickets are sent again, with new codes when asked for, once a key', async () => {
  const resend = (body: object | undefined, key: string) =>
    call({
      method: 'POST',
      url: `${url}/resend`,
      as: 'buyer',
      body,
      headers: { 'idempotency-key': key },
    })
  const plain = await resend(undefined, 'a')
  assert.deepEqual([plain.statusCode, plain.json().status], [200, 'PENDING'], plain.body)
  assert.deepEqual(calls.reissued, [])
  await resend({ reissue: true }, 'b')
  const again = await resend({ reissue: true }, 'b')
  assert.equal(again.headers['idempotency-replayed'], 'true')
  assert.deepEqual([calls.resent.length, calls.reissued.length], [2, 1])
  assert.equal(calls.reissued[0], calls.resent[1]?.operationId)
  assert.equal((await resend({ reissue: 'yes' }, 'c')).statusCode, 400)
})

test('without a key each call sends; too many are 429', async () => {
  const resend = () => call({ method: 'POST', url: `${url}/resend`, as: 'buyer' })
  for (let sent = calls.resent.length; sent < 5; sent++)
    assert.equal((await resend()).statusCode, 200)
  const operations = calls.resent.map(({ operationId }) => operationId)
  assert.equal(new Set(operations).size, 5)
  const refused = await resend()
  assert.deepEqual([refused.statusCode, refused.json().code], [429, 'resend_limit'])
})

test('a mail that is refused ends no codes', async () => {
  const ended = calls.reissued.length
  const body = { reissue: true }
  const refused = await call({ method: 'POST', url: `${url}/resend`, as: 'buyer', body })
  assert.deepEqual([refused.statusCode, refused.json().code], [429, 'resend_limit'])
  assert.equal(refused.json().reissued, undefined)
  assert.equal(calls.reissued.length, ended)
})

test('a mail that is refused after the codes have ended says so', async (t) => {
  const mails = fakeNotification({ resent: [] })
  const busy = new DomainError('exhausted', 'resend_limit', 'enough for an hour')
  const resendBooking: typeof mails.resendBooking = (request, options) =>
    request.onlyAsk ? mails.resendBooking(request, options) : Promise.reject(busy)
  const open = openGateway({ ports: { notification: { ...mails, resendBooking } } })
  t.after(() => open.gateway.close())
  const body = { reissue: true }
  const refused = await open.call({ method: 'POST', url: `${url}/resend`, as: 'buyer', body })
  const { code, detail, reissued } = refused.json()
  assert.deepEqual([refused.statusCode, code, reissued], [429, 'resend_limit', true], refused.body)
  assert.match(detail, /codes given out so far have ended/)
  assert.equal(open.calls.reissued.length, 1)
})

test('a buyer sees which mails went out', async () => {
  const { data } = (await call({ url: `${url}/notifications`, as: 'buyer' })).json()
  assert.deepEqual(
    [data[0].occasion, data[0].status, data[0].sent_at],
    ['booking_confirmed', 'SENT', '1970-01-01T00:00:02.000Z'],
  )
})

test('the keys of tickets are public and may be kept for minutes', async () => {
  const { headers, ...answer } = await call({ url: '/v1/tickets/keys' })
  assert.equal(answer.json().keys[0].kid, 't1')
  assert.equal(headers['cache-control'], 'public, max-age=300')
})
