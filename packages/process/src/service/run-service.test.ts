import assert from 'node:assert/strict'
import { createServer } from 'node:net'
import { once } from 'node:events'
import { test, type TestContext } from 'node:test'
import { PaymentService } from '@usher/contracts'
import { systemClock } from '@usher/kernel'
import type { Client } from '@usher/rpc'
import { askHealth } from '@usher/rpc/grpc/ask-health.fixture'
import { remoteClient } from '@usher/rpc/grpc/remote-client'
import { untilWithin } from '@usher/testing'
import type { Settings } from './service-process.fixture.ts'
import { runTiny, startTiny } from './tiny-process.fixture.ts'

/** Whatever takes so long has failed. */
const PATIENCE_MS = 60_000

test('everything that is wrong with the settings is told at once, and nothing starts', async () => {
  const { code, said } = await runTiny({
    USHER_PORT: 'high',
    USHER_PAYMENT_ADDRESS: 'one:1,two:2',
    USHER_OTLP_ENDPOINT: 'collector',
    USHER_TINY_SLOW: 'secret-value',
  })
  assert.equal(code, 3)
  for (const name of ['USHER_PORT', 'PAYMENT_ADDRESS', 'OTLP_ENDPOINT', 'USHER_TINY_SLOW']) {
    assert.match(said, new RegExp(`${name} must be `))
  }
  assert.equal(said.split('\n').length, 1, said)
  assert.doesNotMatch(said, /secret-value/)
})

test('what keeps a service from starting is a sentence, not a stack', async () => {
  const { code, said } = await runTiny({ USHER_TINY_KIND: 'refuses' })
  assert.equal(code, 3)
  assert.equal(said, 'usher tiny: the table is missing; make it first')
})

test('a port that is taken is named', async (t) => {
  const taken = createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  t.after(() => taken.close())
  const { port } = taken.address() as { port: number }
  for (const name of ['USHER_PORT', 'USHER_HTTP_PORT']) {
    const { code, said } = await runTiny({ [name]: String(port) })
    assert.equal(code, 3, said)
    assert.match(said, new RegExp(`^usher tiny: cannot listen on 127.0.0.1:${port}: .*$`, 'm'))
    assert.doesNotMatch(said, /\n\s+at /)
  }
})

test('told to end, it is not ready at once, and still answers', async (t) => {
  const { tiny, client } = await open(t, { USHER_DRAIN: '5m' })
  const readiness = async () => (await fetch(`${tiny.url}/ready`)).status
  assert.equal(await readiness(), 200)
  assert.equal(await askHealth(tiny.main), 'SERVING')
  tiny.signal('SIGTERM')
  await untilWithin(PATIENCE_MS)(async () => (await readiness()) === 503)
  assert.equal((await fetch(`${tiny.url}/health`)).status, 200)
  assert.equal(await askHealth(tiny.main), 'NOT_SERVING')
  assert.equal((await client.getPayment({ paymentId: 'p' })).payment?.paymentId, 'p')
})

test('told to end, it ends when it has drained and calls have ended', async (t) => {
  const { tiny, client } = await open(t, { USHER_DRAIN: '100ms', USHER_TINY_SLOW: '1200ms' })
  const slow = await slowCall(client)
  tiny.signal('SIGTERM')
  assert.equal((await slow.answer).payment?.paymentId, 'slow')
  const { code, said } = await tiny.ended
  assert.equal(code, 0, said)
  assert.match(said, /"closed"/)
})

test('consumers that wait are told beside readiness, and calls go on', async (t) => {
  const { tiny, client } = await open(t, { USHER_TINY_KIND: 'waits' })
  const answer = await fetch(`${tiny.url}/ready`)
  assert.deepEqual(
    [answer.status, await answer.json()],
    [200, { status: 'ready', held_back: true }],
  )
  assert.equal(await askHealth(tiny.main), 'SERVING')
  assert.equal((await client.getPayment({ paymentId: 'p' })).payment?.paymentId, 'p')
})

test('a call that is not done in time is cut off', async (t) => {
  const { tiny, client } = await open(t, { USHER_CLOSE: '200ms', USHER_TINY_SLOW: '1m' })
  const slow = await slowCall(client)
  const toldMs = systemClock.monotonicMs()
  tiny.signal('SIGTERM')
  await assert.rejects(slow.answer, { code: 'service_unavailable' })
  assert.equal((await tiny.ended).code, 0)
  // Half of what the call would take.
  assert.ok(systemClock.monotonicMs() - toldMs < 30_000)
})

test('after a fault it ends with 5, without waiting to be left alone', async (t) => {
  const { tiny, client } = await open(t, { USHER_DRAIN: '1m' })
  await client.getPayment({ paymentId: 'fault' }).catch(() => undefined)
  const { code, said } = await tiny.ended
  assert.equal(code, 5)
  assert.match(said, /the store is broken/)
})

test('a second signal ends it at once', async (t) => {
  const { tiny } = await open(t, { USHER_DRAIN: '5m' })
  tiny.signal('SIGTERM')
  await untilWithin(PATIENCE_MS)(async () => !(await fetch(`${tiny.url}/ready`)).ok)
  tiny.signal('SIGINT')
  assert.equal((await tiny.ended).code, 130)
})

test('a signal while it opens ends it, for nobody waits for it yet', async () => {
  const opening = runTiny({ USHER_TINY_KIND: 'hangs' })
  await once(opening.child.stderr ?? opening.child, 'data')
  opening.child.kill('SIGTERM')
  const { code, said } = await opening
  assert.equal(code, 0, said)
})

async function open(t: TestContext, settings: Settings) {
  const tiny = await startTiny(settings)
  t.after(() => tiny.kill())
  const remote = remoteClient(PaymentService, {
    address: tiny.main,
    clock: systemClock,
    timeoutMs: PATIENCE_MS,
  })
  t.after(() => remote.close())
  return { tiny, client: remote.client }
}

/** A slow call that has begun: the answer to one that was made after it has come. */
async function slowCall(client: Client<typeof PaymentService>) {
  const answer = client.getPayment({ paymentId: 'slow' })
  await client.getPayment({ paymentId: 'quick' })
  return { answer }
}
