import assert from 'node:assert/strict'
import { once } from 'node:events'
import { Agent, get, type IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import { test } from 'node:test'
import { silentLogger } from '@usher/telemetry'
import { manualClock } from '@usher/testing'
import { gracefulClose } from './close-gracefully.ts'
import { httpServer } from './http-server.ts'

test('an end waits for answers in flight, not for connections that say nothing', async () => {
  const clock = manualClock()
  const app = httpServer({ logger: silentLogger, clock, requestIdPrefix: 'test' })
  const begun = Promise.withResolvers<void>()
  const finish = Promise.withResolvers<void>()
  app.get('/slow', async () => {
    begun.resolve()
    await finish.promise
    return { done: true }
  })
  const close = gracefulClose(app, clock)
  const port = Number(new URL(await app.listen({ port: 0, host: '127.0.0.1' })).port)
  const silent = connect(port, '127.0.0.1')
  await once(silent, 'connect')
  const agent = new Agent({ keepAlive: true })
  const asked = once(get({ port, path: '/slow', agent }), 'response')
  await begun.promise

  const state = { closed: false }
  const closing = close(10_000).then(() => (state.closed = true))
  for (let turn = 0; turn < 10; turn++) await pass(clock)
  assert.equal(state.closed, false, 'an answer is in flight')
  finish.resolve()
  const [answer] = (await asked) as [IncomingMessage]
  assert.equal(answer.statusCode, 200)
  answer.resume()
  const answeredMs = clock.monotonicMs()
  while (!state.closed) await pass(clock)
  await closing
  assert.ok(clock.monotonicMs() - answeredMs < 5000, 'both connections were let go of')
  agent.destroy()
})

test('an answer that does not come is cut off in the end', async () => {
  const clock = manualClock()
  const app = httpServer({ logger: silentLogger, clock, requestIdPrefix: 'test' })
  const begun = Promise.withResolvers<void>()
  app.get('/never', () => {
    begun.resolve()
    return new Promise(() => undefined)
  })
  const close = gracefulClose(app, clock)
  const port = Number(new URL(await app.listen({ port: 0, host: '127.0.0.1' })).port)
  const refused = once(get({ port, path: '/never' }), 'response').catch((error: Error) => error)
  await begun.promise
  const closing = close(1000)
  await clock.advance(1000)
  await closing
  assert.ok((await refused) instanceof Error)
})

/** A moment on the clock, and a turn of the event loop for the sockets. */
async function pass(clock: ReturnType<typeof manualClock>): Promise<void> {
  await clock.advance(25)
  await new Promise(setImmediate)
}
