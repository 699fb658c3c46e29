import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Connection } from './connection.ts'
import { runLoad } from './run-load.ts'
import { runReads } from './run-reads.ts'
import { tinyServer } from './tiny-server.fixture.ts'

const STALL_MS = 200

function stall(): void {
  const endMs = performance.now() + STALL_MS
  while (performance.now() < endMs);
}

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
  const load = { kind: 'open', perSecond: 200, seconds: 1 } as const
  const { latencyMs, done } = await runReads({ ...plan, port, load })
  // A fifth of the buyers were due during the stall: they waited 100 ms on average.
  assert.ok(done > 120, `${done} arrivals`)
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
  const load = { kind: 'closed', concurrency: 1, seconds: 1 } as const
  const { latencyMs } = await runReads({ ...plan, port, load })
  assert.ok(latencyMs.p95 < STALL_MS / 3, `p95 ${latencyMs.p95} ms`)
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
  let running = 0
  let closedAfter = 0
  const see = async (connection: Connection) => {
    running += 1
    used.add(connection)
    const { status } = await connection.send('GET / HTTP/1.1\r\nhost: localhost\r\n')
    statuses.push(status)
    running -= 1
  }
  const load = { kind: 'open', perSecond: 200, seconds: 1 } as const
  await runLoad({ port, load }, () => {
    if (statuses.length === 0 || running > 0) return see
    if (closedAfter === 0) {
      server.closeAllConnections()
      closedAfter = statuses.length
    }
    const isLeft = closedAfter === statuses.length && [...used].some(({ isOpen }) => isOpen)
    return isLeft ? undefined : see
  })
  assert.ok(closedAfter > 0 && statuses.length > closedAfter && used.size > 1)
  assert.deepEqual(new Set(statuses), new Set([200]))
})
