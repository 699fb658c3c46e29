import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SecretHash } from '../domain/refresh-token.ts'
import { sampleSession } from './samples.fixture.ts'
import type { SessionStore } from './session-store.ts'

export interface OpenSessionStore {
  readonly sessions: SessionStore
  readonly close: () => Promise<void>
}

const hashOf = (text: string) => text as SecretHash

/** What every SessionStore obeys. */
export function sessionStoreContract(
  name: string,
  open: () => Promise<OpenSessionStore>,
  options: { readonly skip?: string | false } = {},
): void {
  const law = (title: string, check: (sessions: SessionStore) => Promise<void>): void => {
    void test(`${name}: ${title}`, options, async () => {
      const { sessions, close } = await open()
      try {
        await check(sessions)
      } finally {
        await close()
      }
    })
  }

  law('a session is found until it is removed', async (sessions) => {
    const session = sampleSession()
    await sessions.add(session)
    assert.deepEqual(await sessions.byFamily(session.familyHash), session)
    assert.equal(await sessions.remove(session.familyHash), true)
    assert.equal(await sessions.byFamily(session.familyHash), undefined)
    assert.equal(await sessions.remove(session.familyHash), false)
  })

  law('of many who replace one secret at once, one wins', async (sessions) => {
    const session = sampleSession()
    await sessions.add(session)
    const { familyHash, secretHash: expected } = session
    const nexts = Array.from({ length: 20 }, (_, i) => hashOf(`next ${i}`))
    const won = await Promise.all(
      nexts.map((next) => sessions.replaceSecret({ familyHash, expected, next })),
    )
    assert.equal(won.filter(Boolean).length, 1)
    const stored = await sessions.byFamily(familyHash)
    assert.deepEqual(stored, { ...session, secretHash: nexts[won.indexOf(true)] })
  })

  law('a session that was removed cannot be given a secret', async (sessions) => {
    const { familyHash, secretHash: expected } = sampleSession()
    const change = { familyHash, expected, next: hashOf('next') }
    assert.equal(await sessions.replaceSecret(change), false)
    assert.equal(await sessions.byFamily(familyHash), undefined)
  })

  law("a user's sessions are listed from the newest", async (sessions) => {
    const { userId } = sampleSession()
    const [first, second, third] = [1, 2, 3].map((createdAtMs) =>
      sampleSession({ userId, createdAtMs }),
    )
    await Promise.all([second, third, first, sampleSession()].map((s) => sessions.add(s!)))
    assert.deepEqual(await sessions.ofUser(userId, { skip: 0, limit: 9 }), [third, second, first])
    assert.deepEqual(await sessions.ofUser(userId, { skip: 2, limit: 9 }), [first])
    assert.deepEqual(await sessions.ofUser(userId, { skip: 0, limit: 1 }), [third])
  })

  law('sessions that have expired are removed, a limited number at a time', async (sessions) => {
    const expired = [10, 20, 30].map((expiresAtMs) => sampleSession({ expiresAtMs }))
    const alive = sampleSession({ expiresAtMs: 31 })
    await Promise.all([...expired, alive].map((session) => sessions.add(session)))
    assert.equal(await sessions.removeExpired({ nowMs: 30, limit: 2 }), 2)
    assert.equal(await sessions.removeExpired({ nowMs: 30, limit: 2 }), 1)
    assert.equal(await sessions.removeExpired({ nowMs: 30, limit: 2 }), 0)
    assert.deepEqual(await sessions.byFamily(alive.familyHash), alive)
  })
}
