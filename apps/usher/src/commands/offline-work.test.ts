import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { openSqliteTables, type Tables } from '@usher/stores'
import { demoEvents } from '../demo/demo-events.ts'
import { openDemoSet } from '../demo/demo-set.ts'
import { openInMemory, type Sale, sell } from '../embedded/embedded.fixture.ts'
import { runUsher } from './run-command.fixture.ts'

const directory = await mkdtemp(join(tmpdir(), 'usher-ticket-keys-'))
const at = ['--data-dir', directory]
let tables: Tables
let sale: Sale
let codes: readonly string[]
after(() => rm(directory, { recursive: true }))

before(async () => {
  tables = await openSqliteTables({ directory })
  const usher = await openInMemory(tables)
  const events = demoEvents.filter(({ key }) => key === 'theatre')
  const [theatre] = await openDemoSet({ ...usher, ...usher.embedded, events })
  const eventId = theatre?.event_id ?? 0
  sale = await sell(usher, { eventId, seats: ['A1', 'A2'], email: 'ann@example.org' })
  const { bookingId, userId } = sale
  const { tickets } = await usher.embedded.clients.tickets.getTickets({ bookingId, userId })
  codes = tickets.map(({ code }) => code)
  await usher.embedded.stop()
})

test('tickets that were sold are valid, also while a server has the directory', async () => {
  const event = ['--event', String(sale.eventId)]
  const busy = await runUsher(['tickets', 'verify', ...codes, ...event, ...at, '--json'])
  assert.equal(busy.code, 0, busy.said + busy.out)
  assert.equal(JSON.parse(busy.out).codes[0].booking_id, sale.bookingId)
  assert.equal((await runUsher(['tickets', 'rotate', ...at])).code, 4)
  await tables.close()
})

test('after a rotation old tickets are valid, and after a revocation they are not', async () => {
  const rotated = await runUsher(['tickets', 'rotate', ...at, '--json'])
  assert.equal(rotated.code, 0, rotated.said)
  const { key_id } = JSON.parse(rotated.out)
  const { keys } = JSON.parse((await runUsher(['tickets', 'keys', ...at])).out)
  assert.equal(keys.length, 2)
  assert.ok(keys.some((key: { kid: string; d?: string }) => key.kid === key_id && !key.d))
  assert.equal((await runUsher(['tickets', 'verify', ...codes, ...at])).code, 0)
  assert.equal((await runUsher(['tickets', 'rotate', '--revoke-others', ...at])).code, 0)
  const { code, out } = await runUsher(['tickets', 'verify', ...codes, ...at])
  assert.deepEqual([code, /unknown_key/.test(out)], [1, true])
})

test('the search index is made anew over a directory that no server has', async () => {
  const { code, out, said } = await runUsher(['reindex', ...at, '--json'])
  assert.equal(code, 0, said)
  assert.deepEqual([JSON.parse(out).status, JSON.parse(out).events], ['DONE', 1])
})
