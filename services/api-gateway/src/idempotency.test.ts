import assert from 'node:assert/strict'
import { test } from 'node:test'
import { reliableDisk } from '@usher/stores'
import { EVENT } from './testing/fake-events.ts'
import { RESERVATION } from './testing/fake-inventory.ts'
import { openGateway } from './testing/open-gateway.fixture.ts'
import type { Person } from './testing/fake-people.ts'

type Opened = ReturnType<typeof openGateway>

function book({ call }: Opened, token: string, key: string | undefined, as: Person = 'buyer') {
  const headers: Record<string, string> = key === undefined ? {} : { 'idempotency-key': key }
  const body = { reservation_id: RESERVATION, payment: { provider: 'sandbox', token } }
  return call({ method: 'POST', url: '/v1/bookings', as, body, headers })
}

async function withGateway(check: (opened: Opened) => Promise<void>): Promise<void> {
  const opened = openGateway()
  try {
    await check(opened)
  } finally {
    await opened.gateway.close()
  }
}

test('a booking needs a key of printable ASCII', () =>
  withGateway(async (opened) => {
    const missing = await book(opened, 'tok_success', undefined)
    assert.deepEqual([missing.statusCode, missing.json().code], [400, 'idempotency_key_required'])
    for (const key of ['', 'x'.repeat(256), 'é']) {
      const answer = await book(opened, 'tok_success', key)
      assert.deepEqual([answer.statusCode, answer.json().code], [400, 'invalid_request'], key)
    }
    assert.equal(opened.calls.created.length, 0)
  }))

test('a repeat gets the same answer and does nothing', () =>
  withGateway(async (opened) => {
    for (const token of ['tok_success', 'tok_declined', 'tok_late']) {
      const first = await book(opened, token, token)
      const before = opened.calls.created.length
      for (let i = 0; i < 10; i++) {
        const again = await book(opened, token, token)
        assert.deepEqual([again.statusCode, again.body], [first.statusCode, first.body])
        assert.equal(again.headers['content-type'], first.headers['content-type'])
        assert.equal(again.headers['location'], first.headers['location'])
        assert.equal(again.headers['idempotency-replayed'], 'true')
      }
      assert.equal(first.headers['idempotency-replayed'], undefined)
      assert.equal(opened.calls.created.length, before)
    }
  }))

test('another body with the same key is 422, another user or route is another key', () =>
  withGateway(async (opened) => {
    await book(opened, 'tok_success', 'k')
    const reused = await book(opened, 'tok_slow', 'k')
    assert.deepEqual([reused.statusCode, reused.json().code], [422, 'idempotency_key_reused'])
    const stranger = await book(opened, 'tok_success', 'k', 'other')
    assert.equal(stranger.json().code, 'reservation_not_found')
    const reservation = await opened.call({
      method: 'POST',
      url: '/v1/reservations',
      as: 'buyer',
      body: { event_id: EVENT, seats: ['A1'] },
      headers: { 'idempotency-key': 'k' },
    })
    assert.equal(reservation.statusCode, 201)
    const operations = [...opened.calls.created, ...opened.calls.reserved].map(
      (call) => call.operationId,
    )
    assert.equal(new Set(operations).size, 3)
  }))

test('of many at once one is answered and the others are told to wait', () =>
  withGateway(async (opened) => {
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => book(opened, 'tok_success', 'k')),
    )
    const statuses = answers.map((answer) => answer.statusCode)
    assert.equal(opened.calls.created.length, 1)
    assert.equal(statuses.filter((status) => status === 201).length, 1)
    const waiting = answers.find((answer) => answer.statusCode === 409)
    assert.equal(waiting?.json().code, 'idempotency_in_flight')
  }))

test('what is not final is not kept: a repeat goes on with the same operation', () =>
  withGateway(async (opened) => {
    for (const token of ['tok_slow', 'tok_outage', 'tok_bug', 'tok_progress']) {
      opened.calls.created.length = 0
      const first = await book(opened, token, token)
      const again = await book(opened, token, token)
      assert.equal(again.statusCode, first.statusCode)
      assert.equal(again.headers['idempotency-replayed'], undefined)
      const [one, two] = opened.calls.created
      assert.equal(one?.operationId, two?.operationId)
      assert.match(String(one?.operationId), /^op_[0-9a-hjkmnp-tv-z]{26}$/)
    }
  }))

test('answers outlive a crash, and a request that died goes on where it was', async () => {
  const disk = reliableDisk()
  const before = openGateway({ disk })
  const answered = await book(before, 'tok_success', 'answered')
  await book(before, 'tok_outage', 'died')
  const died = before.calls.created.at(-1)?.operationId
  await before.gateway.close()

  const after = openGateway({ disk })
  const replayed = await book(after, 'tok_success', 'answered')
  assert.equal(replayed.body, answered.body)
  assert.equal(after.calls.created.length, 0)
  assert.equal((await book(after, 'tok_declined', 'died')).json().code, 'idempotency_key_reused')
  await book(after, 'tok_outage', 'died')
  assert.equal(after.calls.created.at(-1)?.operationId, died)
  await after.gateway.close()
})

test('keys are forgotten when nobody will ask for them again', () =>
  withGateway(async (opened) => {
    const [prune] = opened.gateway.jobs
    const first = await book(opened, 'tok_success', 'k')
    await opened.clock.advance(24 * 3_600_000)
    await prune?.run()
    assert.equal((await book(opened, 'tok_success', 'k')).body, first.body)
    await opened.clock.advance(25 * 3_600_000)
    await prune?.run()
    assert.equal(
      (await book(opened, 'tok_success', 'k')).headers['idempotency-replayed'],
      undefined,
    )
  }))

test('without a key a reservation is not repeatable', () =>
  withGateway(async ({ call, calls }) => {
    const body = { event_id: EVENT, seats: ['A1'] }
    await call({ method: 'POST', url: '/v1/reservations', as: 'buyer', body })
    assert.equal(calls.reserved[0]?.operationId, '')
  }))
