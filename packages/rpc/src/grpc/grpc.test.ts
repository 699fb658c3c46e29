import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { PaymentService } from '@usher/contracts'
import { DomainError, systemClock } from '@usher/kernel'
import { untilWithin } from '@usher/testing'
import type { CallOptions, Handlers } from '../client.ts'
import { askHealth } from './ask-health.fixture.ts'
import { remoteClient } from './remote-client.ts'
import { serveGrpc } from './serve-grpc.ts'

/** Longer than any test needs: whatever takes so long has failed. */
const TIMEOUT_MS = 60_000

test('a call over the wire answers as a call in one process', async (t) => {
  const { client } = await open(t, async () => ({
    payment: { paymentId: 'pay_1', amountMinor: 7n },
  }))
  const { payment } = await client.getPayment({ paymentId: 'pay_1' })
  assert.deepEqual([payment?.paymentId, payment?.amountMinor, payment?.currency], ['pay_1', 7n, ''])
})

test('a domain error keeps its kind, code, message and facts', async (t) => {
  const { client } = await open(t, async () => {
    throw new DomainError('conflict', 'seat_unavailable', 'taken – schon weg', {
      seats: ['A1', 'Ä2'],
    })
  })
  await assert.rejects(client.getPayment({}), (error: DomainError) => {
    assert.ok(error instanceof DomainError)
    assert.deepEqual(
      [error.kind, error.code, error.message, error.facts],
      ['conflict', 'seat_unavailable', 'taken – schon weg', { seats: ['A1', 'Ä2'] }],
    )
    return true
  })
})

test('facts that are too many for a trailer are left out, the rest arrives', async (t) => {
  const { client } = await open(t, async () => {
    throw new DomainError('invalid', 'long', 'too much', { text: 'x'.repeat(100_000) })
  })
  await assert.rejects(client.getPayment({}), { kind: 'invalid', code: 'long', facts: {} })
})

test('a bug is told to the operator and hidden from the caller', async (t) => {
  const faults: unknown[] = []
  const bug = new TypeError('secret detail')
  const { client } = await open(
    t,
    () => Promise.reject(bug),
    (error, method) => faults.push(error, method),
  )
  await assert.rejects(client.getPayment({}), (error: DomainError) => {
    assert.equal(error.kind, 'unavailable')
    assert.doesNotMatch(error.message, /secret/)
    return true
  })
  assert.deepEqual(faults, [bug, 'usher.payment.v1.PaymentService/GetPayment'])
})

test('a deadline reaches the service', async (t) => {
  let seen: CallOptions = {}
  const { client } = await open(t, async (_request, options) => {
    seen = options
    return {}
  })
  const deadlineMs = systemClock.monotonicMs() + 10 * TIMEOUT_MS
  await client.getPayment({}, { deadlineMs })
  // Told as the time that is left, to which the way is added.
  const lateMs = (seen.deadlineMs ?? 0) - deadlineMs
  assert.ok(Math.abs(lateMs) < TIMEOUT_MS, `${seen.deadlineMs} ${deadlineMs}`)
})

test('a deadline ends the wait of its caller', async (t) => {
  const { client } = await open(t, () => new Promise(() => undefined))
  const deadlineMs = systemClock.monotonicMs() + 100
  const late = { kind: 'unavailable', code: 'deadline_exceeded' }
  await assert.rejects(client.getPayment({}, { deadlineMs }), late)
})

test('a service that is not there is unavailable, and found again when it comes', async (t) => {
  const first = await open(t, async () => ({}))
  await first.client.getPayment({})
  await first.server.close(TIMEOUT_MS)
  const gone = { kind: 'unavailable', code: /unavailable|deadline/ }
  await assert.rejects(first.client.getPayment({}), gone)
  await serve(t, { port: first.server.port, handle: async () => ({}) })
  const answers = () => first.client.getPayment({}).then(Boolean, () => false)
  await untilWithin(TIMEOUT_MS)(answers)
})

test('closing waits for calls in flight and takes no others', async (t) => {
  const begun = Promise.withResolvers<void>()
  const finish = Promise.withResolvers<void>()
  const { client, server } = await open(t, async () => {
    begun.resolve()
    await finish.promise
    return { payment: { paymentId: 'pay_slow' } }
  })
  const inFlight = client.getPayment({})
  await begun.promise
  const closed = server.close(TIMEOUT_MS)
  await assert.rejects(client.getPayment({}), { code: 'service_unavailable' })
  finish.resolve()
  assert.equal((await inFlight).payment?.paymentId, 'pay_slow')
  await closed
})

test('health checking tells whether the service serves', async (t) => {
  const { server } = await open(t, async () => ({}))
  const check = () => askHealth(`127.0.0.1:${server.port}`, 'usher.payment.v1.PaymentService')
  assert.equal(await check(), 'NOT_SERVING')
  server.setServing(true)
  assert.equal(await check(), 'SERVING')
})

type Handle = (request: object, options: CallOptions) => Promise<object>

async function open(
  t: TestContext,
  handle: Handle,
  onFault: (error: unknown, method: string) => void = () => undefined,
) {
  const server = await serve(t, { port: 0, handle, onFault })
  const remote = remoteClient(PaymentService, {
    address: `127.0.0.1:${server.port}`,
    clock: systemClock,
    timeoutMs: TIMEOUT_MS,
  })
  t.after(() => remote.close())
  return { client: remote.client, server }
}

interface Serving {
  readonly port: number
  readonly handle: Handle
  readonly onFault?: (error: unknown, method: string) => void
}

async function serve(t: TestContext, { port, handle, onFault = () => undefined }: Serving) {
  const all = PaymentService.methods.map(({ localName }) => [localName, handle])
  const handlers = Object.fromEntries(all) as Handlers<typeof PaymentService>
  const server = await serveGrpc([{ service: PaymentService, handlers }], {
    host: '127.0.0.1',
    port,
    clock: systemClock,
    onFault,
  })
  t.after(() => server.close(0))
  return server
}
