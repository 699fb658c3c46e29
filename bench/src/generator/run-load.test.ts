import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import type { Connection } from './connection.ts'
import { Latencies } from './latencies.ts'
import { runLoad } from './run-load.ts'
import { runReads } from './run-reads.ts'
import { tinyServer } from './tiny-server.fixture.ts'

const STALL_MS = 200

function stall(): void {
  const endMs = performance.now() + STALL_MS
  while (performance.now() < endMs);
}

const head = 'GET / HTTP/1.1\r\nhost: localhost\r\n'
const plan = { kind: 'reads', paths: ['/'], headers: {}, status: 200 } as const

test('a server that stalls shows it in the percentiles of those who were due meanwhile', async (context) => {
  let stalled = false
  // In a process of its own the generator would go on while the server stalls; here both stand
  // still, which is the harder case: every arrival of that time is sent late.
  const { port } = await tinyServer(context, (_request, response) => {
    if (!stalled) stall()
    stalled = true
    response.end('ok')
  })
  const load = { kind: 'open', perSecond: 400, seconds: 1 } as const
  const { latencyMs, done } = await runReads({ ...plan, port, load })
  // A fifth of the buyers were due during the stall: they waited 100 ms on average.
  assert.ok(done > 240, `${done} arrivals`)
  assert.ok(latencyMs.p95 > STALL_MS / 3, `p95 ${latencyMs.p95} ms`)
  assert.ok(latencyMs.max >= STALL_MS * 0.9, `max ${latencyMs.max} ms`)
})

test('a closed load counts only who was in line, so that the stall stays hidden', async (context) => {
  let stalled = false
  const { port } = await tinyServer(context, (_request, response) => {
    if (!stalled) stall()
    stalled = true
    response.end('ok')
  })
  const latencies = new Latencies()
  let left = 100
  const see = async (connection: Connection, dueMs: number) => {
    await connection.send(head)
    latencies.record((performance.now() - dueMs) * 1000)
  }
  const load = { kind: 'closed', concurrency: 1, seconds: 60 } as const
  await runLoad({ port, load }, () => (left-- > 0 ? see : undefined))
  const { p95 } = latencies.percentiles()
  assert.ok(p95 < STALL_MS / 3, `p95 ${p95} ms`)
})

test('answers of another status are counted by it', async (context) => {
  let requests = 0
  const { port } = await tinyServer(context, (_request, response) => {
    response.statusCode = requests++ % 2 === 0 ? 200 : 503
    response.end('some text')
  })
  const load = { kind: 'closed', concurrency: 2, seconds: 0.1 } as const
  const { done, refused, bodyBytes } = await runReads({ ...plan, port, load })
  assert.equal(done + (refused['503'] ?? 0), requests)
  assert.ok(Math.abs(done - (refused['503'] ?? 0)) <= 1)
  assert.equal(bodyBytes, 'some text'.length)
})

test('a connection that the server has closed while it was not used is replaced', async (context) => {
  const { server, port } = await tinyServer(context, (_request, response) => response.end('ok'))
  const used = new Set<Connection>()
  const statuses: number[] = []
  let isBusy = false
  const see = async (connection: Connection) => {
    used.add(connection)
    const { status } = await connection.send(head)
    statuses.push(status)
    // The first is given back closed.
    if (used.size === 1) {
      server.closeAllConnections()
      while (connection.isOpen) await setTimeout(1)
    }
    isBusy = false
  }
  const load = { kind: 'open', perSecond: 200, seconds: 0.2 } as const
  await runLoad({ port, load }, () => {
    if (isBusy) return undefined
    isBusy = true
    return see
  })
  assert.ok(statuses.length > 1)
  assert.equal(used.size, 2)
  assert.deepEqual(new Set(statuses), new Set([200]))
})
