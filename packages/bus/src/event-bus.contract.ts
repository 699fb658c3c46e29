import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { DomainError } from '@usher/kernel'
import type { ManualClock } from '@usher/testing'
import {
  ATTEMPTS_MAX,
  type Attributes,
  AWAY_MAX_MS,
  type Consumer,
  type EventBus,
} from './event-bus.ts'
import { deadLettersOf, type MessageOf, topics } from './topics.ts'

/** A bus under test and the ways to drive it. */
export interface OpenBus {
  readonly bus: EventBus
  readonly clock: ManualClock
  /** Publishes, each for itself, booking.confirmed messages with these booking ids. */
  publish(...bookingIds: readonly string[]): Promise<void>
  /** Ends this bus as a process does that is told to, and opens another over the same data. */
  restart(): Promise<OpenBus>
  /** May be called again. */
  readonly close: () => Promise<void>
}

type Confirmed = typeof topics.bookingConfirmed

/** What every EventBus does. */
export function eventBusContract(
  name: string,
  open: () => Promise<OpenBus>,
  options: { readonly skip: string | false } = { skip: false },
): void {
  describe(`${name} as an event bus`, options, () => {
    it('carries messages in order, with their attributes', async (test) => {
      const opened = await open()
      test.after(opened.close)
      const seen = collector()
      opened.bus.subscribe(seen.consumer)
      await opened.publish('a', 'b', 'a', 'c')
      await until(opened, () => seen.ids.length === 4)
      assert.deepEqual(seen.ids, ['a', 'b', 'a', 'c'])
      const [first] = seen.attributes
      assert.equal(first?.specversion, '1.0')
      assert.equal(first?.source, '/usher/booking')
      assert.equal(first?.type, 'booking.confirmed')
      assert.equal(first?.subject, 'a')
      assert.equal(new Date(first?.time ?? '').toISOString(), first?.time)
      assert.equal(new Set(seen.attributes.map(({ id }) => id)).size, 4)
    })

    it('gives each group everything, from the oldest message on', async (test) => {
      const opened = await open()
      test.after(opened.close)
      await opened.publish('a', 'b')
      const [one, two] = [collector('one'), collector('two')]
      opened.bus.subscribe(one.consumer)
      opened.bus.subscribe(two.consumer)
      await opened.publish('c')
      await until(opened, () => one.ids.length === 3 && two.ids.length === 3)
      assert.deepEqual(
        [one.ids, two.ids],
        [
          ['a', 'b', 'c'],
          ['a', 'b', 'c'],
        ],
      )
      assert.throws(() => opened.bus.subscribe(one.consumer), { code: 'already_subscribed' })
    })

    it('goes on behind its position after a restart', async (test) => {
      const opened = await open()
      test.after(opened.close)
      const before = collector()
      opened.bus.subscribe(before.consumer)
      await opened.publish('a', 'b')
      await until(opened, () => before.ids.length === 2)
      const again = await opened.restart()
      test.after(again.close)
      await again.publish('c')
      const after = collector()
      again.bus.subscribe(after.consumer)
      await until(again, () => after.ids.length > 0)
      assert.deepEqual(after.ids, ['c'])
    })

    it('begins behind the newest message where a consumer wants that', async (test) => {
      const opened = await open()
      test.after(opened.close)
      await opened.publish('old')
      const seen = collector()
      opened.bus.subscribe({ ...seen.consumer, begin: 'newest' })
      const endMs = performance.now() + PATIENCE_MS
      while (seen.ids.length === 0 && performance.now() < endMs) {
        await opened.publish('new')
        await opened.clock.advance(STEP_MS)
      }
      assert.deepEqual(new Set(seen.ids), new Set(['new']))
    })

    it('repeats what was not handled before the restart', async (test) => {
      const opened = await open()
      test.after(opened.close)
      const failing = collector('g', () => true)
      opened.bus.subscribe(failing.consumer)
      await opened.publish('a')
      await until(opened, () => failing.attempts.length > 0)
      const again = await opened.restart()
      test.after(again.close)
      const after = collector()
      again.bus.subscribe(after.consumer)
      await until(again, () => after.ids.length > 0)
      assert.deepEqual(after.ids, ['a'])
      assert.deepEqual(after.attributes[0]?.id, failing.attempts[0]?.id)
    })

    it('tries a failing message again, and holds back those of its key alone', async (test) => {
      const opened = await open()
      test.after(opened.close)
      const seen = collector('g', ({ bookingId }, tries) => bookingId === 'a' && tries <= 2)
      // All are there from the beginning: no attempt comes before the others have.
      await opened.publish('a', 'b', 'a', 'c')
      opened.bus.subscribe(seen.consumer)
      await until(opened, () => seen.ids.length === 2)
      assert.deepEqual(seen.ids, ['b', 'c'])
      await until(opened, () => seen.ids.length === 4)
      assert.deepEqual(seen.ids, ['b', 'c', 'a', 'a'])
      assert.equal(seen.attributes[2]?.id, seen.attempts[0]?.id)
    })

    it('sets a message aside after the last attempt, and goes on', async (test) => {
      const opened = await open()
      test.after(opened.close)
      const seen = collector('g', ({ bookingId }) => bookingId === 'poison')
      const dead = collector('undertaker')
      opened.bus.subscribe(seen.consumer)
      opened.bus.subscribe({ ...dead.consumer, topic: deadLettersOf(topics.bookingConfirmed) })
      await opened.publish('poison', 'a')
      await until(opened, () => dead.ids.length === 1 && seen.ids.length === 1)
      assert.equal(seen.attempts.filter(({ subject }) => subject === 'poison').length, ATTEMPTS_MAX)
      assert.deepEqual(dead.ids, ['poison'])
      const [letter] = dead.attributes
      assert.equal(letter?.type, 'booking.confirmed.dlq')
      assert.equal(letter?.id, seen.attempts[0]?.id)
      assert.deepEqual(letter?.deadletter, { group: 'g', attempts: 5, reason: 'Error: not today' })
      const again = await opened.restart()
      test.after(again.close)
      const after = collector()
      again.bus.subscribe(after.consumer)
      await again.publish('b')
      await until(again, () => after.ids.length > 0)
      assert.deepEqual(after.ids, ['b'])
    })

    it('waits for what a handler needs, however long, and goes on in order', async (test) => {
      const opened = await open()
      test.after(opened.close)
      let isAway = true
      const seen = collector('g', () => isAway && away())
      const dead = collector('undertaker')
      opened.bus.subscribe({ ...dead.consumer, topic: deadLettersOf(topics.bookingConfirmed) })
      opened.bus.subscribe(seen.consumer)
      await opened.publish('a', 'b', 'a', 'c')
      const beganMs = opened.clock.monotonicMs()
      const isLong = () => opened.clock.monotonicMs() - beganMs > LONGER_THAN_ATTEMPTS_MS
      const looks = LONGER_THAN_ATTEMPTS_MS / AWAY_MAX_MS
      await until(opened, () => isLong() && seen.attempts.length > looks)
      assert.deepEqual(new Set(seen.attempts.map(({ subject }) => subject)), new Set(['a']))
      isAway = false
      await until(opened, () => seen.ids.length === 4)
      assert.deepEqual(seen.ids, ['a', 'b', 'a', 'c'])
      assert.deepEqual(dead.ids, [])
    })

    it('sets aside what is wrong after a wait, and counts no attempt of the wait', async (test) => {
      const opened = await open()
      test.after(opened.close)
      const isPoison = ({ bookingId }: { bookingId: string }) => bookingId === 'poison'
      const seen = collector('g', (message, tries) => (tries <= 2 ? away() : isPoison(message)))
      const dead = collector('undertaker')
      opened.bus.subscribe(seen.consumer)
      opened.bus.subscribe({ ...dead.consumer, topic: deadLettersOf(topics.bookingConfirmed) })
      await opened.publish('poison', 'b')
      await until(opened, () => dead.ids.length === 1 && seen.ids.length === 1)
      assert.deepEqual([dead.ids, seen.ids], [['poison'], ['b']])
      assert.equal(dead.attributes[0]?.deadletter?.attempts, ATTEMPTS_MAX)
      const tries = seen.attempts.filter(({ subject }) => subject === 'poison').length
      assert.equal(tries, 2 + ATTEMPTS_MAX)
    })

    it('replays every message kept, up to where the log ends at the call', async (test) => {
      const opened = await open()
      test.after(opened.close)
      await opened.publish('a', 'b')
      const again = await opened.restart()
      test.after(again.close)
      await again.publish('a')
      const seen: string[] = []
      const subjects: string[] = []
      await again.bus.replay(topics.bookingConfirmed, async ({ bookingId }, { subject }) => {
        if (seen.length === 0) await again.publish('later')
        seen.push(bookingId)
        subjects.push(subject)
      })
      assert.deepEqual([seen, subjects], [seen, ['a', 'b', 'a']])
      await again.bus.replay(topics.bookingCancelled, () => assert.fail('nothing was published'))
    })

    it('ends a replay with the first error of its handler', async (test) => {
      const opened = await open()
      test.after(opened.close)
      await opened.publish('a', 'b', 'c')
      const seen: string[] = []
      const replayed = opened.bus.replay(topics.bookingConfirmed, async ({ bookingId }) => {
        seen.push(bookingId)
        if (bookingId === 'b') throw new Error('not today')
      })
      await assert.rejects(replayed, /not today/)
      assert.deepEqual(seen, ['a', 'b'])
    })

    it('closes once the running handler has ended, and starts no other', async (test) => {
      const opened = await open()
      test.after(opened.close)
      const { promise: handled, resolve: finish } = Promise.withResolvers<void>()
      const started: string[] = []
      const subscription = opened.bus.subscribe({
        topic: topics.bookingConfirmed,
        group: 'g',
        handle: ({ bookingId }) => {
          started.push(bookingId)
          return handled
        },
      })
      await opened.publish('a', 'b')
      await until(opened, () => started.length === 1)
      let closed = false
      const closing = subscription.close().then(() => (closed = true))
      await turn()
      assert.equal(closed, false)
      finish()
      await closing
      assert.deepEqual(started, ['a'])
      const rest = collector()
      opened.bus.subscribe(rest.consumer)
      await until(opened, () => rest.ids.length > 0)
      assert.deepEqual(rest.ids, ['b'])
    })
  })
}

/**
 * A consumer that remembers; `fails` decides by the message and how often its key has been tried.
 */
function collector(
  group = 'g',
  fails: (message: MessageOf<Confirmed>, tries: number) => boolean = () => false,
) {
  const ids: string[] = []
  const attributes: Attributes[] = []
  const attempts: Attributes[] = []
  const consumer: Consumer<Confirmed> = {
    topic: topics.bookingConfirmed,
    group,
    async handle(message, its) {
      attempts.push(its)
      const tries = attempts.filter(({ subject }) => subject === its.subject).length
      if (fails(message, tries)) throw new Error('not today')
      ids.push(message.bookingId)
      attributes.push(its)
    },
  }
  return { consumer, ids, attributes, attempts }
}

/** What a handler says whose store does not answer. */
function away(): never {
  throw new DomainError('unavailable', 'store_away', 'the store does not answer')
}

/** Five attempts end after 85 seconds. */
const LONGER_THAN_ATTEMPTS_MS = 120_000
const STEP_MS = 50
/** Of real time: disks are slow at times, and so are brokers. */
const PATIENCE_MS = 60_000

/** Lets time pass until `done`; stores that use threads need turns of the event loop besides. */
async function until({ clock }: OpenBus, done: () => boolean): Promise<void> {
  const endMs = performance.now() + PATIENCE_MS
  while (!done() && performance.now() < endMs) await clock.advance(STEP_MS)
  assert.ok(done(), 'what was waited for did not happen')
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
