import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DomainError } from '@usher/kernel'
import { manualClock } from '@usher/testing'
import type { ApiKey } from './domain/api-key.ts'
import { KeyHolders } from './key-holders.ts'
import { sampleApiKey, sampleUser } from './ports/samples.fixture.ts'

const HOUR_MS = 3_600_000
const away = new DomainError('unavailable', 'mysql_unavailable', 'the database does not answer')

/** A store with one key, which can go away; `asked` counts, `outdated` too. */
function open() {
  const user = sampleUser()
  const stored: { key: ApiKey; isActive: boolean; isAway: boolean } = {
    key: sampleApiKey({ userId: user.userId }),
    isActive: true,
    isAway: false,
  }
  const seen = { asked: 0, outdated: 0 }
  const clock = manualClock()
  /** What a look waits for before it answers what it has found. */
  let way: Promise<void> = Promise.resolve()
  const holders = new KeyHolders({
    clock,
    apiKeys: {
      async bySecret(secretHash) {
        seen.asked++
        if (stored.isAway) throw away
        const { key } = stored
        await way
        return secretHash === key.secretHash ? key : undefined
      },
    },
    users: { byId: async () => ({ ...user, isActive: stored.isActive }) },
    telemetry: { keyOutdated: () => void seen.outdated++ },
  })
  const revoke = () => (stored.key = { ...stored.key, revokedAtMs: 1 })
  const find = () => holders.find(stored.key.secretHash)
  /** The next looks wait; the answer lets them go. */
  const delay = () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    way = promise
    return () => {
      way = Promise.resolve()
      resolve()
    }
  }
  return { user, stored, seen, clock, holders, revoke, find, delay }
}

test('a known key holds for twelve hours while the store is away, and no longer', async () => {
  const { user, stored, seen, clock, find } = open()
  const holder = await find()
  assert.equal(holder?.userId, user.userId)
  assert.equal(seen.outdated, 0)
  stored.isAway = true
  await clock.advance(12 * HOUR_MS - 1)
  assert.deepEqual(await find(), holder)
  assert.equal(seen.outdated, 1)
  await clock.advance(1)
  await assert.rejects(find(), away)
})

test('a key that was never seen waits for the store', async () => {
  const { stored, find } = open()
  stored.isAway = true
  await assert.rejects(find(), away)
  stored.isAway = false
  assert.ok(await find())
})

test('a store that is away is asked again every five seconds, and believed at once', async () => {
  const { stored, seen, clock, revoke, find } = open()
  await find()
  stored.isAway = true
  for (let i = 0; i < 9; i++) await find()
  assert.equal(seen.asked, 2)
  stored.isAway = false
  revoke()
  await clock.advance(5000)
  assert.equal(await find(), undefined)
  assert.equal(seen.asked, 3)
})

test('a fault that is not absence is no reason to go on', async () => {
  const { find, holders, stored } = open()
  await find()
  Object.defineProperty(stored, 'isAway', { get: () => assert.fail('a bug') })
  await assert.rejects(holders.find(stored.key.secretHash), { message: 'a bug' })
})

test('what the store has refused is not let in when it is away', async () => {
  for (const refuse of ['revoked', 'inactive'] as const) {
    const { stored, revoke, find } = open()
    await find()
    if (refuse === 'revoked') revoke()
    stored.isActive = refuse !== 'inactive'
    assert.equal(await find(), undefined)
    stored.isAway = true
    await assert.rejects(find(), away)
  }
})

/** A look that began before the key was revoked comes back after it; then the store goes away. */
async function slowLook(told: boolean) {
  const { stored, holders, revoke, find, delay } = open()
  const letGo = delay()
  const slow = find()
  revoke()
  if (told) holders.end(stored.key)
  letGo()
  assert.ok(await slow)
  stored.isAway = true
  return find
}

test('a look that outlasts a revocation brings no key back', async () => {
  const find = await slowLook(true)
  await assert.rejects(find(), away)
})

test('twin: unless it is told of the revocation', async () => {
  const find = await slowLook(false)
  assert.ok(await find())
})

test("another user's wish to revoke a key changes nothing", async () => {
  const { stored, holders, find } = open()
  await find()
  holders.end({ ...sampleApiKey(), apiKeyId: stored.key.apiKeyId })
  stored.isAway = true
  assert.ok(await find())
})

test('ten thousand keys are known, and one more costs the oldest', async () => {
  const { stored, find } = open()
  const first = stored.key
  for (let i = 0; i <= 10_000; i++) {
    if (i > 0) stored.key = { ...sampleApiKey(), userId: first.userId }
    await find()
  }
  stored.isAway = true
  assert.ok(await find())
  stored.key = first
  await assert.rejects(find(), away)
})
