import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  claimed,
  dropped,
  KEEP_MS,
  openNotification,
  refused,
  sent,
  type Notification,
} from '../domain/notification.ts'
import { bookingCancelled, bookingConfirmed } from '../domain/occasions.ts'
import type { NotificationStore } from './notification-store.ts'

interface StoreUnderTest {
  readonly store: NotificationStore
  /** The store as a restart finds it. */
  readonly reopen: () => Promise<NotificationStore>
  readonly close: () => Promise<void>
}

const changed = { kind: 'conflict', code: 'notification_changed' }

/** What every `NotificationStore` keeps. */
export function notificationStoreContract(
  name: string,
  open: () => Promise<StoreUnderTest>,
  options: { readonly skip: string | false } = { skip: false },
): void {
  describe(`${name}: a notification store`, options, () => {
    test('what was added is there after a restart, whole', async () => {
      await using(open, async ({ store, reopen }) => {
        const cancelled = {
          seats: ['A-1'],
          areas: { Plätze: 2 },
          refundedMinor: 9_007_199_254_740_991,
          currency: 'EUR',
          whole: false,
        }
        const sale = { bookingId: 'bk_1', userId: 'user_1', refundId: 'rf_1', reason: 'ü' }
        const notification = openNotification(bookingCancelled(sale, cancelled), 5)
        assert.equal(await store.add(notification), true)
        const found = await (await reopen()).get(notification.notificationId)
        assert.deepEqual(found, notification)
      })
    })

    test('of a hundred that add one occasion at once, one does', async () => {
      await using(open, async ({ store }) => {
        const adds = Array.from({ length: 100 }, () => store.add(example('bk_1', 1)))
        assert.equal((await Promise.all(adds)).filter(Boolean).length, 1)
        assert.equal((await store.backlog()).count, 1)
      })
    })

    test('adding again does not bring back one that has been sent', async () => {
      await using(open, async ({ store }) => {
        const first = example('bk_1', 1)
        await store.add(first)
        await store.save(sent(first, { language: 'en', nowMs: 2 }))
        assert.equal(await store.add(first), false)
        assert.equal((await store.get(first.notificationId))?.status, 'SENT')
      })
    })

    test('of two that save one version, one is told that it was late', async () => {
      await using(open, async ({ store }) => {
        const first = example('bk_1', 1)
        await assert.rejects(store.save(first), changed)
        await store.add(first)
        const both = await Promise.allSettled(
          [1, 2].map((nowMs) => store.save(claimed(first, nowMs))),
        )
        assert.deepEqual(both.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
        await assert.rejects(store.save(claimed(first, 3)), changed)
      })
    })

    test('due is what waits and whose time has come, the longest first', async () => {
      await using(open, async ({ store }) => {
        for (const [bookingId, atMs] of [
          ['bk_3', 30],
          ['bk_1', 10],
          ['bk_2', 20],
        ] as const) {
          await store.add(example(bookingId, atMs))
        }
        const ended = example('bk_0', 1)
        await store.add(ended)
        await store.save(dropped(ended, 'paid', 1))
        assert.deepEqual(subjects(await store.due(20, 10)), ['bk_1', 'bk_2'])
        assert.deepEqual(subjects(await store.due(30, 1)), ['bk_1'])
      })
    })

    test('one that somebody is sending is not due', async () => {
      await using(open, async ({ store }) => {
        const first = example('bk_1', 10)
        await store.add(first)
        await store.save(claimed(first, 10))
        assert.deepEqual(await store.due(10, 10), [])
        assert.equal((await store.due(claimed(first, 10).dueAtMs, 10)).length, 1)
      })
    })

    test('those of one subject are listed by age, without those of another', async () => {
      await using(open, async ({ store }) => {
        for (const atMs of [20, 10, 30]) await store.add(example('bk_1', atMs, `:${atMs}`))
        await store.add(example('bk_10', 5))
        const found = await store.ofSubject('bk_1')
        assert.deepEqual(
          found.map(({ createdAtMs }) => createdAtMs),
          [10, 20, 30],
        )
      })
    })

    test('the backlog counts what waits and tells the age of the oldest', async () => {
      await using(open, async ({ store }) => {
        assert.deepEqual(await store.backlog(), { count: 0, oldestCreatedAtMs: undefined })
        const first = example('bk_1', 10)
        await store.add(first)
        await store.save(claimed(first, 500))
        await store.add(example('bk_2', 20))
        assert.deepEqual(await store.backlog(), { count: 2, oldestCreatedAtMs: 10 })
      })
    })

    test('pruning forgets what ended long ago and nothing that waits', async () => {
      await using(open, async ({ store }) => {
        const [waits, first, second, third] = ['bk_0', 'bk_1', 'bk_2', 'bk_3'].map((id) =>
          example(id, 0),
        ) as [Notification, Notification, Notification, Notification]
        for (const each of [waits, first, second, third]) await store.add(each)
        await store.save(sent(first, { language: 'en', nowMs: 0 }))
        await store.save(refused(second, 'no such user', 0))
        await store.save(sent(third, { language: 'en', nowMs: 1 }))
        assert.equal(await store.prune({ nowMs: KEEP_MS - 1, limit: 10 }), 0)
        assert.equal(await store.prune({ nowMs: KEEP_MS, limit: 1 }), 1)
        assert.equal(await store.prune({ nowMs: KEEP_MS, limit: 10 }), 1)
        assert.ok(await store.get(third.notificationId))
        assert.equal((await store.backlog()).count, 1)
      })
    })
  })
}

async function using(
  open: () => Promise<StoreUnderTest>,
  body: (opened: StoreUnderTest) => Promise<void>,
): Promise<void> {
  const opened = await open()
  try {
    await body(opened)
  } finally {
    await opened.close()
  }
}

function example(bookingId: string, nowMs: number, suffix = ''): Notification {
  const facts = bookingConfirmed({ bookingId, userId: 'user_1' })
  const notificationId = `${facts.notificationId}${suffix}`
  return openNotification({ ...facts, notificationId }, nowMs)
}

function subjects(notifications: readonly Notification[]): readonly string[] {
  return notifications.map(({ subjectId }) => subjectId)
}
