import assert from 'node:assert/strict'
import { once } from 'node:events'
import { after, before, describe, test, type TestContext } from 'node:test'
import { systemClock, systemRandom } from '@usher/kernel'
import { openRedis, type RedisConnection } from '@usher/stores/redis/open-redis'
import { manualClock, ownServer, realServer, seededRandom, untilWithin } from '@usher/testing'
import { seatLedgerContract } from '../../ports/seat-ledger.contract.ts'
import type { SeatLedger } from '../../ports/seat-ledger.ts'
import type { SeatLock } from '../../ports/seat-lock.ts'
import { reserving, sampleEvent, seatNumber } from '../../samples/ledger-samples.fixture.ts'
import { silentInventoryTelemetry } from '../../telemetry.ts'
import { redisSeatLock } from '../redis/seat-lock.ts'
import { openLedger, withLock } from './open-ledger.fixture.ts'
import { seatLockLedger } from './seat-ledger.ts'

const server = realServer('USHER_REDIS_URL')
/** What the design promises for a reservation while Redis does not answer. */
const RESERVE_MS_MAX = 500

const until = untilWithin(30_000)
const released = async () => undefined
const locks: Readonly<Record<string, SeatLock>> = {
  'that always says yes': { acquire: async () => true, release: released },
  'that always says no': { acquire: async () => false, release: released },
  'that fails': { acquire: () => Promise.reject(new Error('gone')), release: released },
  'that says yes and no as it likes': {
    acquire: async () => systemRandom.fraction() < 0.5,
    release: () => Promise.reject(new Error('gone')),
  },
}

for (const [which, lock] of Object.entries(locks)) {
  seatLedgerContract(`seatLockLedger with a lock ${which}`, () => openLedger(lock))
}

describe('with a real Redis', { skip: server.options.skip }, () => {
  let redis: RedisConnection
  before(async () => {
    redis = openRedis({ url: `${server.address}/4`, timeoutMs: 30_000 })
    await once(redis, 'ready')
    await redis.flushdb()
  })
  after(() => redis.disconnect())
  seatLedgerContract('seatLockLedger', () => openLedger(redisSeatLock(redis)))
})

test('whoever finds the seats claimed and then taken has a conflict without writing', async () => {
  const { ledger: inner, close } = await openLedger()
  const commits: number[] = []
  const counting: SeatLedger = { ...passing(inner), commit: countingCommits(inner, commits) }
  const ledger = withLock(counting, { acquire: async () => false, release: released })
  const wish = await reserving(inner, { seats: ['A1'], user: 'user_b' })
  const answer = ledger.commit([wish])
  await inner.commit([await reserving(inner, { seats: ['A1'] })])
  const [outcome] = await answer
  assert.ok(outcome?.kind === 'conflict' && outcome.conflicts[0]?.kind === 'seat')
  assert.equal(outcome.conflicts[0].current.status, 'RESERVED')
  assert.deepEqual(commits, [])
  await close()
})

test('a slow lock is given up after 100 ms and then left in peace for a second', async () => {
  const clock = manualClock()
  let asked = 0
  const silent: SeatLock = {
    acquire() {
      asked++
      return new Promise(() => undefined)
    },
    release: released,
  }
  const { ledger: inner, close } = await openLedger()
  const claims: boolean[] = []
  const ledger = seatLockLedger({
    ledger: inner,
    lock: silent,
    clock,
    random: seededRandom(1),
    telemetry: { claimAsked: (claimed) => void claims.push(claimed) },
  })
  const reserve = async (name: string) =>
    ledger.commit([await reserving(inner, { seats: [name], limit: null })])
  const first = reserve('A1')
  await clock.advance(0)
  await clock.advance(100)
  assert.equal((await first)[0]?.kind, 'applied')
  assert.equal((await reserve('A2'))[0]?.kind, 'applied')
  assert.deepEqual([asked, claims], [1, [false]])
  await clock.advance(1000)
  const third = reserve('A3')
  await clock.advance(0)
  await clock.advance(100)
  await third
  assert.equal(asked, 2)
  await close()
})

test(
  'while Redis is paused a reservation takes less than half a second',
  server.options,
  async (context) => {
    const { ledger, inner, own } = await openOwn(context)
    await own.pause()
    const tookMs: number[] = []
    for (let at = 0; at < 30; at++) {
      const wish = await reserving(inner, { seats: [`P${at}`], limit: null })
      const begunMs = systemClock.monotonicMs()
      assert.equal((await ledger.commit([wish]))[0]?.kind, 'applied')
      tookMs.push(systemClock.monotonicMs() - begunMs)
      await systemClock.sleep(50)
    }
    await own.resume()
    // Few ask, which is tested above by a clock; of the others some may wait for a busy machine.
    const middleMs = tookMs.toSorted((a, b) => a - b)[tookMs.length / 2] ?? Infinity
    assert.ok(middleMs < RESERVE_MS_MAX, `${middleMs} ms`)
  },
)

test(
  'Redis emptied and killed among rivals sells each seat once',
  server.options,
  async (context) => {
    const { ledger, inner, own, patient } = await openOwn(context)
    const names = Array.from({ length: 30 }, (_, at) => `F${at}`)
    let emptied: Promise<unknown> | undefined
    const races = names.map(async (name, at) => {
      if (at === 10) emptied = patient.flushall()
      if (at === 20) await emptied?.then(() => own.kill())
      const rivals = Array.from({ length: 5 }, (_, user) =>
        reserving(inner, { seats: [name], user: `user_${user}`, limit: null }),
      )
      const wishes = await Promise.all(rivals)
      const outcomes = await Promise.all(wishes.map((wish) => ledger.commit([wish])))
      return outcomes.flat().filter(({ kind }) => kind === 'applied').length
    })
    assert.deepEqual(
      await Promise.all(races),
      names.map(() => 1),
    )
    const states = await inner.seats(sampleEvent, names.map(seatNumber))
    assert.ok(states.every(({ status, version }) => status === 'RESERVED' && version === 1))
  },
)

async function openOwn(context: TestContext) {
  const own = await ownServer('redis', 'USHER_REDIS_URL')
  const redis = openRedis({ url: own.address, timeoutMs: 100 })
  const patient = openRedis({ url: own.address, timeoutMs: 30_000 })
  // The first may have to connect more than once.
  await until(() => [redis, patient].every(({ status }) => status === 'ready'))
  const { ledger: inner, close } = await openLedger()
  context.after(async () => {
    redis.disconnect()
    patient.disconnect()
    await close()
    await own.close()
  })
  return { ledger: withLock(inner, redisSeatLock(redis)), inner, own, patient }
}

/** The same ledger, as an object whose methods can be replaced. */
function passing(ledger: SeatLedger): SeatLedger {
  return seatLockLedger({
    ledger,
    lock: { acquire: async () => true, release: released },
    clock: systemClock,
    random: systemRandom,
    telemetry: silentInventoryTelemetry,
  })
}

function countingCommits(inner: SeatLedger, commits: number[]): SeatLedger['commit'] {
  return (transactions) => {
    commits.push(transactions.length)
    return inner.commit(transactions)
  }
}
