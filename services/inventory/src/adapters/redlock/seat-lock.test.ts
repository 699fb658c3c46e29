import assert from 'node:assert/strict'
import { once } from 'node:events'
import { test } from 'node:test'
import { DomainError, type EventId, type SeatNumber, systemClock } from '@usher/kernel'
import { openRedis } from '@usher/stores/redis/open-redis'
import { manualClock, realServer } from '@usher/testing'
import { seatLockContract } from '../../ports/seat-lock.contract.ts'
import type { SeatLock } from '../../ports/seat-lock.ts'
import { redisSeatLock } from '../redis/seat-lock.ts'
import { redlockSeatLock } from './seat-lock.ts'

const server = realServer('USHER_REDIS_URL')
const claim = { eventId: 1 as EventId, seatNumbers: ['A1' as SeatNumber], owner: 'ann' }

/** Three databases of one server, which share no key. */
async function openNodes(ttlMs: number) {
  const connections = [1, 2, 3].map((database) =>
    openRedis({ url: `${server.address}/${database}`, timeoutMs: 30_000 }),
  )
  await Promise.all(connections.map((connection) => once(connection, 'ready')))
  const nodes = connections.map((connection) => redisSeatLock(connection, { ttlMs }))
  return {
    lock: redlockSeatLock({ nodes, clock: systemClock, ttlMs }),
    close: async () => connections.forEach((connection) => connection.disconnect()),
  }
}

seatLockContract('redlockSeatLock over three nodes', openNodes, server.options)

const node = (acquire: SeatLock['acquire']) => {
  const released: string[] = []
  return { acquire, release: async () => void released.push('released'), released }
}
const yes = () => node(async () => true)
const no = () => node(async () => false)
const gone = () =>
  node(async () => {
    throw new DomainError('unavailable', 'redis_unavailable', 'Redis does not answer')
  })
const silent = () => node(() => new Promise(() => undefined))

for (const [title, nodes, expected] of [
  ['a majority is enough', [yes(), no(), yes()], true],
  ['a minority is not', [no(), yes(), no()], false],
  ['losing a minority of the nodes changes nothing', [gone(), yes(), yes()], true],
  ['nobody waits for a slow minority', [yes(), silent(), yes()], true],
  ['two refusals decide, however slow the third', [no(), silent(), no()], false],
] as const) {
  test(title, async () => {
    const lock = redlockSeatLock({ nodes, clock: manualClock() })
    assert.equal(await lock.acquire(claim), expected)
    // What the minority gave is given back.
    if (!expected) assert.ok(nodes.every(({ released }) => released.length === 1))
  })
}

test('without a majority that answers the lock says that it cannot tell', async () => {
  const lock = redlockSeatLock({ nodes: [gone(), yes(), gone()], clock: manualClock() })
  await assert.rejects(lock.acquire(claim), { code: 'redis_unavailable' })
})

test('a majority that came too late does not count', async () => {
  const clock = manualClock()
  const late = () =>
    node(async () => {
      await clock.sleep(500)
      return true
    })
  const lock = redlockSeatLock({ nodes: [late(), late(), late()], clock, ttlMs: 500 })
  const answer = lock.acquire(claim)
  await clock.advance(500)
  assert.equal(await answer, false)
})
