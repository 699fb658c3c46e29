import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { BOOKING } from '../testing/fake-booking.ts'
import { EVENT } from '../testing/fake-events.ts'
import { userIdOf } from '../testing/fake-people.ts'
import { CHECK_IN, CODE } from '../testing/fake-tickets.ts'
import { openGateway } from '../testing/open-gateway.fixture.ts'

const { gateway, call, calls } = openGateway()
after(() => gateway.close())

const url = `/v1/events/${EVENT}/checkins`
const scan = (body: object, key?: string) => {
  const headers: Record<string, string> = key === undefined ? {} : { 'idempotency-key': key }
  return call({ method: 'POST', url, as: 'scanner', body, headers })
}

test('a valid ticket lets its holder in', async () => {
  const answer = await scan({ code: CODE, gate: 'B', sections: ['Stalls'] })
  assert.equal(answer.statusCode, 200, answer.body)
  assert.deepEqual(answer.json(), {
    result: 'admitted',
    reason: null,
    detail: null,
    checkin_id: CHECK_IN,
    checked_in_at: '1970-01-01T00:00:03.000Z',
    gate: '=B',
    ticket: {
      ticket_id: `${BOOKING}.1`,
      booking_id: BOOKING,
      seat_number: 'A2',
      section: 'Stalls',
      row_number: 'A',
      category: 'A',
      status: 'VALID',
    },
  })
  const { scannerId, gate, sections, operationId } = calls.checkIns.at(-1) ?? {}
  assert.deepEqual(
    { scannerId, gate, sections, operationId },
    { scannerId: userIdOf('scanner'), gate: 'B', sections: ['Stalls'], operationId: '' },
  )
})

test('a refusal is an answer, whatever was scanned', async () => {
  const strange = ['https://example.org', 'WIFI:S:x;;', '票', '\u0000', 'x'.repeat(4296)]
  for (const code of strange) {
    const answer = await scan({ code })
    assert.equal(answer.statusCode, 200, answer.body)
    const { result, reason, detail, ticket, checkin_id } = answer.json()
    assert.deepEqual(
      { result, reason, detail, ticket, checkin_id },
      { result: 'refused', reason: 'invalid', detail: 'malformed', ticket: null, checkin_id: null },
    )
  }
})

test('what is no scan is bad input', async () => {
  const nonsense = [
    {},
    { code: '' },
    { code: 'x'.repeat(4297) },
    { code: 1 },
    { code: CODE, gate: '' },
    { code: CODE, sections: 'Stalls' },
    { code: CODE, sections: [''] },
    { code: CODE, door: 'B' },
  ]
  const before = calls.checkIns.length
  for (const body of nonsense) {
    assert.equal((await scan(body)).statusCode, 400, JSON.stringify(body).slice(0, 50))
  }
  assert.equal((await scan({ code: CODE }, 'x'.repeat(256))).statusCode, 400)
  assert.equal(calls.checkIns.length, before)
})

test('a key names one scan of one code by one scanner', async () => {
  const operations: (string | undefined)[] = []
  for (const code of [CODE, CODE, 'other']) {
    await scan({ code }, 'scan-1')
    operations.push(calls.checkIns.at(-1)?.operationId)
  }
  const [first, again, other] = operations
  assert.match(first ?? '', /^op_/)
  assert.equal(again, first)
  assert.notEqual(other, first)
})

test('a check-in is undone, here and at no other event', async () => {
  const undone = await call({ method: 'DELETE', url: `${url}/${CHECK_IN}`, as: 'scanner' })
  assert.equal(undone.json().undone_by, userIdOf('scanner'))
  assert.equal(undone.json().undone_at, '1970-01-01T00:00:09.000Z')
  for (const path of [`${url}/ci_9`, `/v1/events/2/checkins/${CHECK_IN}`]) {
    assert.equal((await call({ method: 'DELETE', url: path, as: 'scanner' })).statusCode, 404)
  }
  assert.equal((await call({ method: 'DELETE', url: `${url}/%20`, as: 'owner' })).statusCode, 400)
})
