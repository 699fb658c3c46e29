import assert from 'node:assert/strict'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import type { ScanPlan } from './plan.ts'
import { runScans } from './run-scans.ts'
import { tinyServer } from './tiny-server.fixture.ts'

const plan: Omit<ScanPlan, 'port'> = {
  kind: 'scans',
  tokens: ['ann', 'bob'],
  tickets: ['a', 'b', 'c'].map((code) => ({ eventId: 7, code })),
  expected: 'admitted',
  again: false,
  load: { kind: 'closed', concurrency: 1, seconds: 10 },
}

test('each ticket is scanned once, scanners take turns, and a wrong answer is told apart', async (context) => {
  const seen: string[] = []
  const { port } = await tinyServer(context, (request, response) => {
    void text(request).then((body) => {
      seen.push(`${request.url} ${request.headers.authorization} ${body}`)
      const result = body.includes('"b"') ? 'refused' : 'admitted'
      response.end(`{"result":"${result}"}`)
    })
  })
  const { done, refused, scanned, ranOut } = await runScans({ ...plan, port })
  assert.deepEqual(seen, [
    '/v1/events/7/checkins Bearer ann {"code":"a"}',
    '/v1/events/7/checkins Bearer bob {"code":"b"}',
    '/v1/events/7/checkins Bearer ann {"code":"c"}',
  ])
  assert.deepEqual(
    { done, refused, scanned, ranOut },
    { done: 2, refused: { 0: 1 }, scanned: 3, ranOut: true },
  )
})

test('tickets that are scanned again begin with the first one', async (context) => {
  let requests = 0
  const { port } = await tinyServer(context, (_request, response) => {
    requests += 1
    response.end('{"result":"refused"}')
  })
  // As many scanners as begin at once scan one ticket more than there are.
  const load = { kind: 'closed', concurrency: 4, seconds: 0.1 } as const
  const again = await runScans({ ...plan, port, expected: 'refused', again: true, load })
  assert.ok(requests > 3)
  assert.deepEqual([again.done, again.scanned, again.ranOut], [requests, 3, false])
})
