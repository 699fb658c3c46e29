import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type TestContext, test } from 'node:test'
import { systemClock } from '@usher/kernel'
import { type ManualClock, manualClock } from '@usher/testing'
import { Connections } from './connections.ts'

const CONNECTIONS_MAX = 64

test('a request that is not answered or sent within five seconds is given up', async (t) => {
  const { post, clock, requests } = await silentServer(t)
  const posted = Array.from({ length: CONNECTIONS_MAX + 1 }, () => post())
  const settled = Promise.allSettled(posted)
  await requests(CONNECTIONS_MAX)
  await clock.advance(4999)
  assert.equal(await Promise.race([settled, Promise.resolve('waiting')]), 'waiting')
  await clock.advance(1)
  for (const each of await settled) {
    assert.equal(each.status === 'rejected' && each.reason.name, 'TimeoutError')
  }
  // The next is behind the one that waited, which was never sent.
  const next = assert.rejects(post(), { name: 'TimeoutError' })
  await requests(CONNECTIONS_MAX + 1)
  await clock.advance(5000)
  await next
})

test('a server that is not there, or goes away, is a connection that was lost', async (t) => {
  const { origin, post, requests, end } = await silentServer(t)
  const posted = post()
  posted.catch(() => {})
  await requests(1)
  await end()
  await assert.rejects(posted, { name: 'ConnectionLost', message: 'other side closed' })
  const connections = new Connections(origin, systemClock)
  t.after(() => connections.close())
  await assert.rejects(connections.post('/', [], Buffer.from('{}')), {
    name: 'ConnectionLost',
    message: /ECONNREFUSED/,
  })
})

interface Silent {
  readonly origin: string
  readonly clock: ManualClock
  readonly post: () => Promise<unknown>
  /** Resolves with the request that makes so many. */
  readonly requests: (count: number) => Promise<void>
  readonly end: () => Promise<void>
}

async function silentServer(t: TestContext): Promise<Silent> {
  let count = 0
  let arrived = () => {}
  const server = createServer(() => {
    count++
    arrived()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const clock = manualClock()
  const connections = new Connections(origin, clock)
  const end = async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
  t.after(async () => {
    connections.close()
    await end()
  })
  return {
    origin,
    clock,
    end,
    post: () => connections.post('/', [], Buffer.from('{}')),
    requests: (wanted) =>
      new Promise((resolve) => {
        arrived = () => void (count === wanted && resolve())
        arrived()
      }),
  }
}
