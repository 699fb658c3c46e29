import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { IdempotencyStore, StoredAnswer } from './idempotency-store.ts'

const answer: StoredAnswer = {
  status: 201,
  headers: { location: '/v1/bookings/bk_1' },
  body: '{"booking_id":"bk_1"}',
}
const request = { requestId: 'r1', fingerprint: 'f1', atMs: 1000 }

export interface OpenStore {
  readonly store: IdempotencyStore
  /** The same data as a new process sees it. */
  readonly restart: () => Promise<IdempotencyStore>
  readonly close: () => Promise<void>
}

interface ContractOptions {
  readonly skip?: string | false
  /** So long after it was made a claim ends whose process is gone, if others cannot know. */
  readonly claimEndsMs?: number
  /** So long the store keeps answers that forgets by itself; 2 to 2.5 seconds. */
  readonly keepMs?: number
}

/** The law of `IdempotencyStore`, for each of its adapters. */
export function idempotencyStoreContract(
  name: string,
  open: () => Promise<OpenStore>,
  { claimEndsMs = 0, keepMs, ...options }: ContractOptions = {},
): void {
  const law = (title: string, check: (opened: OpenStore) => Promise<void>) => {
    test(`${name}: ${title}`, options, async () => {
      const opened = await open()
      try {
        await check(opened)
      } finally {
        await opened.close()
      }
    })
  }

  law('of many at once exactly one is given the claim', async ({ store }) => {
    const claims = await Promise.all(Array.from({ length: 20 }, () => store.claim(request)))
    const kinds = claims.map((claim) => claim.is).sort()
    assert.deepEqual(kinds, ['claimed', ...Array.from({ length: 19 }, () => 'in_flight')])
  })

  law('a repeat is given the answer', async ({ store }) => {
    await store.claim(request)
    await store.finish(request, answer)
    assert.deepEqual(await store.claim({ ...request, atMs: 2000 }), { is: 'answered', answer })
  })

  law('another request with the same key is told so, answered or not', async ({ store }) => {
    await store.claim(request)
    const other = { ...request, fingerprint: 'f2' }
    assert.deepEqual(await store.claim(other), { is: 'reused' })
    await store.finish(request, answer)
    assert.deepEqual(await store.claim(other), { is: 'reused' })
  })

  law('an abandoned request can be claimed again, by the same request only', async ({ store }) => {
    await store.claim(request)
    await store.abandon(request)
    assert.deepEqual(await store.claim({ ...request, fingerprint: 'f2' }), { is: 'reused' })
    assert.deepEqual(await store.claim(request), { is: 'claimed' })
  })

  law('claims end with the process, answers do not', async ({ store, restart }) => {
    await store.claim(request)
    const answered = { ...request, requestId: 'r2' }
    await store.claim(answered)
    await store.finish(answered, answer)
    const after = await restart()
    const later = { atMs: request.atMs + claimEndsMs }
    const other = { ...request, ...later, fingerprint: 'f2' }
    assert.deepEqual(await after.claim(other), { is: 'reused' })
    assert.deepEqual(await after.claim({ ...request, ...later }), { is: 'claimed' })
    assert.deepEqual(await after.claim({ ...answered, ...later }), { is: 'answered', answer })
  })

  law(
    'what is old is forgotten, what is not stays, and no more than asked for',
    async ({ store }) => {
      for (const [i, atMs] of [1000, 2000, 3000].entries()) {
        const old = { requestId: `r${i}`, fingerprint: 'f', atMs }
        await store.claim(old)
        await store.finish(old, answer)
      }
      if (keepMs === undefined) {
        assert.equal(await store.prune(3000, 1), 1)
        assert.equal(await store.prune(3000, 10), 1)
      }
      assert.equal(await store.prune(3000, 10), 0)
      const forgotten = await store.claim({ requestId: 'r0', fingerprint: 'f', atMs: 4000 })
      const kept = await store.claim({ requestId: 'r2', fingerprint: 'f', atMs: 4000 })
      assert.deepEqual([forgotten.is, kept.is], ['claimed', 'answered'])
    },
  )
}
