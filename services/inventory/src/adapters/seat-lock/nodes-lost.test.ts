import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { type EventId, systemClock } from '@usher/kernel'
import { readRedisConfig } from '@usher/stores/redis/redis-settings'
import { ownServers, realServer, untilWithin } from '@usher/testing'
import type { SeatLedger } from '../../ports/seat-ledger.ts'
import type { SeatLock } from '../../ports/seat-lock.ts'
import { reserving, seatNumber } from '../../samples/ledger-samples.fixture.ts'
import { openSeatLock } from '../redis/open-seat-lock.ts'
import { openLedger, withLock } from './open-ledger.fixture.ts'

const { options } = realServer('USHER_REDIS_URL')
const clusterNodes = ['redis-cluster-a', 'redis-cluster-b', 'redis-cluster-c']
const independentNodes = ['redis-a', 'redis-b', 'redis-c']
const EVENTS = 30
const RIVALS = 3
const until = untilWithin(60_000, 50)

test(
  'a lost node of a Cluster costs its events the lock, and no sale',
  options,
  async (context) => {
    const own = await startOwn(context, clusterNodes)
    const url = own.settings['USHER_REDIS_CLUSTER_URL'] ?? ''
    const lock = await openLock(context, {
      USHER_REDIS_URL: url,
      USHER_REDIS_TIMEOUT: '500ms',
    })
    await own.kill('redis-cluster-b')
    const claims = eventIds().map((id) => claimOf(id, 'ann'))
    // On a machine that is busy all of them may fail once.
    await until(async () => {
      const answers = await Promise.allSettled(claims.map((claim) => lock.acquire(claim)))
      return new Set(answers.map(({ status }) => status)).size === 2
    })
    await sellsEachSeatOnce(context, lock)
  },
)

test(
  'of three independent nodes one may be lost, and with two sales go on without',
  options,
  async (context) => {
    const own = await startOwn(context, independentNodes)
    const { settings } = own
    const nodes = ['A', 'B', 'C'].map((node) => settings[`USHER_REDIS_NODE_${node}`] ?? '')
    const lock = await openLock(context, {
      USHER_REDIS_NODES: nodes.join(),
      USHER_REDIS_TIMEOUT: '10s',
    })
    await own.kill('redis-a')
    const [first, second] = eventIds() as [EventId, EventId]
    assert.equal(await lock.acquire(claimOf(first, 'ann')), true)
    assert.equal(await lock.acquire(claimOf(first, 'bob')), false)
    await sellsEachSeatOnce(context, lock)
    await own.kill('redis-b')
    await assert.rejects(lock.acquire(claimOf(second, 'ann')), { code: 'redis_unavailable' })
    await sellsEachSeatOnce(context, lock)
  },
)

async function startOwn(context: TestContext, names: readonly string[]) {
  const own = await ownServers(names)
  context.after(() => own.close())
  return own
}

/** As the service has it, once every node answers. */
async function openLock(
  context: TestContext,
  env: Readonly<Record<string, string>>,
): Promise<SeatLock> {
  const opened = openSeatLock(readRedisConfig(env), { clock: systemClock })
  context.after(() => opened.close())
  const { lock } = opened
  // Connections are made behind the back of whoever asks for the lock.
  await until(() => holdsEverywhere(lock))
  return lock
}

async function holdsEverywhere(lock: SeatLock): Promise<boolean> {
  const claims = eventIds().map((eventId) => claimOf(eventId, 'somebody'))
  const answers = await Promise.allSettled(claims.map((claim) => lock.acquire(claim)))
  await Promise.allSettled(claims.map((claim) => lock.release(claim)))
  return answers.every((answer) => answer.status === 'fulfilled' && answer.value)
}

/** One seat of each of many events, which are spread over the nodes, with rivals for every one. */
async function sellsEachSeatOnce(context: TestContext, lock: SeatLock): Promise<void> {
  const { ledger: inner, close } = await openLedger()
  context.after(close)
  const ledger = withLock(inner, lock)
  const sold = await Promise.all(eventIds().map((event) => winnersOf(ledger, event)))
  assert.deepEqual(sold, Array<number>(EVENTS).fill(1))
}

async function winnersOf(ledger: SeatLedger, event: EventId): Promise<number> {
  const wishes = await Promise.all(
    Array.from({ length: RIVALS }, (_, user) =>
      reserving(ledger, { event, seats: ['A1'], user: `user_${user}` }),
    ),
  )
  const outcomes = await Promise.all(wishes.map((wish) => ledger.commit([wish])))
  return outcomes.flat().filter(({ kind }) => kind === 'applied').length
}

function eventIds(): readonly EventId[] {
  return Array.from({ length: EVENTS }, (_, at) => (at + 1) as EventId)
}

function claimOf(eventId: EventId, owner: string) {
  return { eventId, seatNumbers: ['A1', 'A2'].map(seatNumber), owner }
}
