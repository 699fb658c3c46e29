import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { SeatMapFormat } from '@usher/contracts'
import { formatOf, seatMapFormats } from '../seat-map-options.ts'
import { EVENT } from '../testing/fake-events.ts'
import { userIdOf } from '../testing/fake-people.ts'
import { openGateway } from '../testing/open-gateway.fixture.ts'

const { gateway, call, calls } = openGateway()
after(() => gateway.close())

const seats = `/v1/events/${EVENT}/seats`
const map = `/v1/events/${EVENT}/seat-map`

test("a seat has the fields of the specification's item", async () => {
  const { data } = (await call({ url: `${seats}?status=RESERVED` })).json()
  assert.deepEqual(data, [
    {
      event_id: EVENT,
      seat_number: 'A2',
      section: 'Stalls',
      row_number: 'A',
      seat_type: 'STANDARD',
      category: 'A',
      price: '150.00',
      currency: 'EUR',
      status: 'RESERVED',
      version: 1,
      reserved_by: null,
      reserved_until: 1_700_000_000,
      booking_id: null,
      accessible: false,
      companion: false,
      created_at: 1_699_000_000,
      updated_at: 1_699_500_000,
    },
  ])
})

test('who has a seat is known to that buyer, the organizer and administrators', async () => {
  for (const person of ['buyer', 'owner', 'admin'] as const) {
    const seat = (await call({ url: `${seats}/A2`, as: person })).json()
    assert.equal(seat.reserved_by, userIdOf('buyer'), person)
  }
  for (const person of [undefined, 'other', 'stranger'] as const) {
    assert.equal((await call({ url: `${seats}/A2`, as: person })).json().reserved_by, null, person)
  }
})

test('filters are checked', async () => {
  for (const query of ['status=FREE', 'section=', 'limit=1001', 'row=1']) {
    assert.equal((await call({ url: `${seats}?${query}` })).statusCode, 400, query)
  }
  assert.equal((await call({ url: `${seats}/ZZ` })).json().code, 'seat_not_found')
  assert.equal((await call({ url: '/v1/events/0/seats' })).statusCode, 400)
  assert.equal((await call({ url: '/v1/events/99999999999/seats' })).statusCode, 400)
  assert.equal((await call({ url: '/v1/events/77/seats' })).statusCode, 404)
})

test('availability is counts, or bytes for those who ask for bytes', async () => {
  const url = `/v1/events/${EVENT}/availability`
  const counts = (await call({ url })).json()
  assert.deepEqual(counts.sections[0].counts, {
    available: 8,
    reserved: 1,
    booked: 1,
    blocked: 0,
    total: 10,
  })
  assert.deepEqual([counts.change_number, counts.sections[0].price], [42, '150.00'])
  const bytes = await call({
    url: `${url}?since=7`,
    headers: { accept: 'application/octet-stream' },
  })
  assert.deepEqual([...bytes.rawPayload], [1, 2, 7])
  assert.equal(bytes.headers['content-type'], 'application/octet-stream')
  assert.equal(bytes.headers['x-change-number'], '42')
  assert.equal(bytes.headers['vary'], 'accept')
  const tags = [(await call({ url })).headers.etag, bytes.headers.etag]
  assert.notEqual(tags[0], tags[1])
  assert.equal((await call({ url: `${url}?since=-1` })).statusCode, 400)
})

test('a seat map is handed on as it came, with what the query says', async () => {
  const query = 'columns=section:Block,row:Reihe&prices=Cat A:45.00,B, left: 30&dry_run=true'
  const answer = await call({
    method: 'PUT',
    url: `${map}?${encodeURI(query)}`,
    as: 'owner',
    body: 'Block,Reihe\nA,1\n',
    headers: { 'content-type': 'text/csv' },
  })
  assert.equal(answer.statusCode, 200, answer.body)
  assert.deepEqual(answer.json(), {
    seats: 10,
    areas: 1,
    total_capacity: 60,
    skipped: [{ where: 'line 3', reason: 'no seat number' }],
    notes: [],
    columns: { section: 'Block', row: 'Reihe' },
    version: 5,
    dry_run: true,
  })
  const { content, format, columns, pricesMinor, currency, dryRun } = calls.seatMaps.at(-1) ?? {}
  assert.equal(Buffer.from(content ?? []).toString(), 'Block,Reihe\nA,1\n')
  assert.deepEqual([format, currency, dryRun], [3, 'EUR', true])
  assert.deepEqual(columns, { section: 'Block', row: 'Reihe' })
  assert.deepEqual(pricesMinor, { 'Cat A': 4500n, 'B, left': 3000n })
})

test('a seat map is in the format that is named, or else in that of its content type', async () => {
  const put = async (type: string, query = '') => {
    const headers = { 'content-type': type }
    const answer = await call({
      method: 'PUT',
      url: `${map}${query}`,
      as: 'owner',
      body: '{}',
      headers,
    })
    assert.equal(answer.statusCode, 200, answer.body)
    return calls.seatMaps.at(-1)?.format
  }
  assert.equal(
    await put('application/json'),
    SeatMapFormat.UNSPECIFIED,
    'inventory looks at the content',
  )
  assert.equal(await put('application/octet-stream'), SeatMapFormat.UNSPECIFIED)
  assert.equal(await put('text/csv; charset=utf-8'), SeatMapFormat.CSV)
  assert.equal(await put('image/svg+xml'), SeatMapFormat.SVG)
  assert.equal(await put('application/xml'), SeatMapFormat.SVG)
  for (const name of seatMapFormats) {
    const format = SeatMapFormat[formatOf(name, undefined)]
    assert.equal(await put('application/json', `?format=${name}`), format, name)
  }
})

test('a seat map of the wrong kind, age or price list is refused', async () => {
  const put = (query: string, headers: Record<string, string>, body: string | Buffer = '{}') =>
    call({ method: 'PUT', url: `${map}${query}`, as: 'owner', body, headers })
  const json = { 'content-type': 'application/json' }
  assert.equal((await put('', { 'content-type': 'text/html' })).statusCode, 415)
  assert.equal((await put('', { ...json, 'if-match': '"3"' })).statusCode, 412)
  assert.equal((await put('', { ...json, 'if-match': '"4"' })).statusCode, 200)
  assert.equal((await put('?prices=A', json)).statusCode, 400)
  assert.equal((await put('?prices=A:1.001', json)).json().code, 'invalid_amount')
  assert.equal((await put('?columns=x', json)).statusCode, 400)
})

test('a seat map in another encoding reaches inventory byte by byte', async () => {
  const body = Buffer.from('Reihe;Plätze\n', 'latin1')
  const headers = { 'content-type': 'application/octet-stream' }
  const answer = await call({ method: 'PUT', url: map, as: 'owner', body, headers })
  assert.equal(answer.statusCode, 200, answer.body)
  const { format, content } = calls.seatMaps.at(-1) ?? {}
  assert.equal(format, SeatMapFormat.UNSPECIFIED)
  assert.deepEqual(Buffer.from(content ?? []), body)
})

test('a large seat map is taken, one that is too large is not', async () => {
  const small = openGateway({ config: { seatMapBytes: 200_000 } })
  const put = (length: number) =>
    small.call({
      method: 'PUT',
      url: map,
      as: 'owner',
      body: 'x'.repeat(length),
      headers: { 'content-type': 'text/csv' },
    })
  assert.equal((await put(150_000)).statusCode, 200)
  assert.equal((await put(250_000)).statusCode, 413)
  await small.gateway.close()
})

test('seats are taken off sale and put back', async () => {
  for (const verb of ['block', 'unblock']) {
    const body = { seats: ['A1', 'A2'], reason: 'camera' }
    const answer = await call({ method: 'POST', url: `${seats}/${verb}`, as: 'owner', body })
    assert.deepEqual(answer.json(), { changed: 2 })
  }
})

test('an organizer reads who did what, and what came in', async () => {
  const journal = (
    await call({ url: `/v1/events/${EVENT}/journal?seat_number=A1`, as: 'owner' })
  ).json()
  assert.deepEqual(journal.data[0].seats, [
    { seat_number: 'A1', before: 'RESERVED', after: 'AVAILABLE', version: 2 },
  ])
  const sales = (await call({ url: `/v1/events/${EVENT}/sales`, as: 'owner' })).json()
  assert.deepEqual(
    [sales.total_amount, sales.captured_amount, sales.refunded_amount],
    ['150.00', '300.00', '150.00'],
  )
})
