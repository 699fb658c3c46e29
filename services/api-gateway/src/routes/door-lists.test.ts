import assert from 'node:assert/strict'
import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import { after, test } from 'node:test'
import { AuthService, type ListAttendeesRequest, TicketService } from '@usher/contracts'
import { DomainError } from '@usher/kernel'
import { createLogger } from '@usher/telemetry'
import { EVENT } from '../testing/fake-events.ts'
import { fake } from '../testing/fake.ts'
import { fakeAuth } from '../testing/fake-people.ts'
import { attendeeMessage } from '../testing/fake-tickets.ts'
import { openGateway } from '../testing/open-gateway.fixture.ts'

const { gateway, call } = openGateway()
after(() => gateway.close())

const attendees = `/v1/events/${EVENT}/attendees`
const checkIns = `/v1/events/${EVENT}/checkins`

test('attendees come in pages, with who they are and without their codes', async () => {
  const { headers, ...answer } = await call({ url: `${attendees}?limit=1`, as: 'scanner' })
  const { data, next_cursor } = answer.json()
  assert.equal(headers['link'], `<${attendees}?limit=1&cursor=more>; rel="next"`)
  assert.equal(next_cursor, 'more')
  assert.deepEqual(
    [data[0].name, data[0].email, data[0].status, data[0].booking_status, data[0].code],
    ['buyer', 'buyer@example.org', 'VALID', 'CONFIRMED', undefined],
  )
  const last = await call({ url: `${attendees}?cursor=more`, as: 'owner' })
  assert.deepEqual([last.headers['link'], last.json().next_cursor], [undefined, null])
})

test('a spreadsheet gets everything, marked as UTF-8, and nothing that it would run', async () => {
  const { headers, ...answer } = await call({ url: `${checkIns}?format=csv`, as: 'owner' })
  assert.equal(headers['content-type'], 'text/csv; charset=utf-8')
  assert.equal(headers['content-disposition'], 'attachment; filename="checkins-1.csv"')
  const [head, ...rows] = answer.body.trimEnd().split('\r\n')
  assert.equal(
    head,
    '\uFEFFcheckin_id,event_id,ticket_id,booking_id,seat_number,section,gate,scanner_id,' +
      'checked_in_at,undone_at,undone_by',
  )
  assert.equal(rows.length, 2, 'both pages')
  assert.equal(rows[0]?.split(',')[6], "'=B")
})

test('columns of attendees have stable names', async () => {
  const answer = await call({ url: attendees, as: 'owner', headers: { accept: 'text/csv' } })
  assert.equal(
    answer.body.split('\r\n')[0]?.slice(1),
    'ticket_id,booking_id,seat_number,section,row_number,category,status,booking_reference,' +
      'booking_status,booked_at,user_id,name,email,price,currency,checked_in_at,checkin_id',
  )
})

test('programs get a line an item', async () => {
  const headers = { accept: 'application/x-ndjson' }
  const answer = await call({ url: attendees, as: 'owner', headers })
  assert.equal(answer.headers['content-type'], 'application/x-ndjson; charset=utf-8')
  const lines = answer.body
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  assert.deepEqual(
    lines.map(({ name }) => name),
    ['buyer', 'other'],
  )
})

test('the format is the one that is named, or the first that is accepted, or JSON', async () => {
  const typeOf = async (query: string, accept: string) => {
    const { headers } = await call({ url: `${checkIns}${query}`, as: 'owner', headers: { accept } })
    assert.equal(headers['vary'], 'accept')
    return String(headers['content-type']).split(';')[0]
  }
  assert.equal(await typeOf('?format=json', 'text/csv'), 'application/json')
  assert.equal(await typeOf('', 'text/html, Text/CSV;q=0.9, application/json'), 'text/csv')
  assert.equal(await typeOf('', 'application/json, text/csv'), 'application/json')
  assert.equal(await typeOf('', 'text/html,*/*;q=0.8'), 'application/json')
  assert.equal((await call({ url: `${checkIns}?format=xlsx`, as: 'owner' })).statusCode, 400)
})

const ATTENDEES = 250
const PAGES = 2000
/** What sockets and streams may hold of pages that nobody has read: some megabytes. */
const PAGES_AHEAD = 150

/** A long list: page after page, as they are read. */
function longList(read: (request: ListAttendeesRequest) => void) {
  return fake(TicketService, {
    listAttendees: async (request) => {
      read(request)
      const page = Number(request.cursor)
      return {
        attendees: Array.from({ length: ATTENDEES }, () => attendeeMessage('buyer')),
        nextCursor: page + 1 < PAGES ? String(page + 1) : '',
      }
    },
  })
}

function attendeesOf(url: string): Promise<IncomingMessage> {
  const headers = { authorization: 'Bearer token-owner', accept: 'text/csv' }
  const asked = get(`${url}${attendees}`, { headers, agent: false })
  asked.on('error', () => {})
  return once(asked, 'response').then(([answer]) => answer as IncomingMessage)
}

/** Lets the event loop turn until nothing more is read. */
async function quiet(count: () => number): Promise<number> {
  let [before, same] = [count(), 0]
  while (same < 50) {
    await new Promise(setImmediate)
    same = count() === before ? same + 1 : 0
    before = count()
  }
  return before
}

test('a reader who is slow is waited for, and one who leaves ends the reading', async () => {
  let pages = 0
  const { gateway: server } = openGateway({ ports: { tickets: longList(() => pages++) } })
  const url = await server.listen({ port: 0, host: '127.0.0.1' })
  const answer = await attendeesOf(url)
  answer.pause()
  const ahead = await quiet(() => pages)
  assert.ok(ahead < PAGES_AHEAD, `${ahead} pages were read ahead of the reader`)
  answer.destroy()
  await server.close()
  assert.ok((await quiet(() => pages)) < PAGES_AHEAD, 'nobody reads on for nobody')
})

test('a file may take longer than a request; each page has a deadline of its own', async () => {
  const deadlines: (number | undefined)[] = []
  const tickets = fake(TicketService, {
    listAttendees: async ({ cursor }, { deadlineMs }) => {
      deadlines.push(deadlineMs)
      await clock.advance(20_000)
      return {
        attendees: [attendeeMessage('buyer')],
        nextCursor: cursor.length < 3 ? `${cursor}x` : '',
      }
    },
  })
  const { gateway: server, call: send, clock } = openGateway({ ports: { tickets } })
  const answer = await send({ url: `${attendees}?format=ndjson`, as: 'owner' })
  assert.deepEqual([answer.statusCode, answer.body.split('\n').length], [200, 5])
  const [first = 0, ...later] = deadlines
  assert.deepEqual(
    later.map((deadlineMs = 0) => deadlineMs - first),
    [0, 20_000, 40_000],
  )
  await server.close()
})

test('a refusal of the first page is an answer; a file that breaks off is cut off', async () => {
  const lines: string[] = []
  let failAt = '1'
  const tickets = longList(({ cursor }) => {
    if (cursor === failAt) throw new DomainError('unavailable', 'down', 'down')
  })
  const destination = { write: (line: string) => lines.push(line) }
  const logger = createLogger({ level: 'warn', name: 'test', destination })
  const { gateway: server, call: send } = openGateway({ ports: { tickets }, logger })
  const url = await server.listen({ port: 0, host: '127.0.0.1' })
  const answer = await attendeesOf(url)
  assert.equal(answer.statusCode, 200)
  await assert.rejects(answer.resume().toArray(), { code: 'ECONNRESET' })
  assert.match(lines.join(''), /a file broke off/)
  failAt = ''
  const refused = await send({ url: `${attendees}?format=csv`, as: 'owner' })
  assert.deepEqual([refused.statusCode, refused.json().code], [503, 'down'])
  assert.match(String(refused.headers['content-type']), /^application\/problem\+json/)
  await server.close()
})

test('accounts are looked up a page at a time, each once, at most 500 a call', async () => {
  const asked: number[] = []
  const people = Array.from({ length: 1000 }, (_, i) => ({
    ...attendeeMessage('buyer'),
    userId: `user_${i % 700}`,
  }))
  const tickets = fake(TicketService, { listAttendees: async () => ({ attendees: people }) })
  const auth = {
    ...fakeAuth(),
    getUsers: fake(AuthService, {
      getUsers: async ({ userIds }) => {
        asked.push(userIds.length)
        return { users: [{ userId: 'user_699', name: 'Zoë' }] }
      },
    }).getUsers,
  }
  const { gateway: server, call: send } = openGateway({ ports: { tickets, auth } })
  const { data } = (await send({ url: `${attendees}?limit=1000`, as: 'owner' })).json()
  assert.deepEqual(asked, [500, 200])
  assert.deepEqual([data[699].name, data[700].name], ['Zoë', null])
  await server.close()
})
