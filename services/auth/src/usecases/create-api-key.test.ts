import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Role } from '@usher/contracts'
import { API_KEYS_PER_USER_MAX } from '../domain/api-key.ts'
import { openAuth } from '../open-auth.fixture.ts'

const invalid = { kind: 'unauthenticated', code: 'invalid_token' }

async function annWithKey() {
  const world = openAuth()
  const userId = await world.registerAnn()
  const { apiKey, secret } = await world.client.createApiKey({ userId, label: 'box office' })
  return { ...world, userId, apiKeyId: apiKey!.apiKeyId, secret }
}

test('a key acts for its user, with the roles of now', async () => {
  const { client, userId, secret } = await annWithKey()
  assert.match(secret, /^usk_[\w-]{43}$/)
  await client.grantRole({ userId, role: Role.ORGANIZER })
  const { roles, ...rest } = await client.authenticate({ credential: secret })
  assert.equal(rest.userId, userId)
  assert.deepEqual(roles, [Role.BUYER, Role.ORGANIZER])
})

test('only the hash of a key is kept', async () => {
  const { apiKeys, userId, secret } = await annWithKey()
  const stored = JSON.stringify(await apiKeys.ofUser(userId, 9))
  assert.ok(!stored.includes(secret) && !stored.includes(secret.slice(4)))
})

test('a revoked key is refused at once and listed with its time', async () => {
  const { client, clock, userId, apiKeyId, secret } = await annWithKey()
  await clock.advance(5)
  await client.revokeApiKey({ userId, apiKeyId })
  await client.revokeApiKey({ userId, apiKeyId })
  await assert.rejects(client.authenticate({ credential: secret }), invalid)
  const { apiKeys } = await client.listApiKeys({ userId })
  assert.deepEqual(
    apiKeys.map((key) => [key.apiKeyId, key.label, key.revokedAtMs]),
    [[apiKeyId, 'box office', BigInt(clock.nowMs())]],
  )
})

test("another user's key cannot be revoked", async () => {
  const { client, apiKeyId, secret } = await annWithKey()
  const bob = { email: 'bob@example.org', password: 'some password', name: 'Bob' }
  const { user } = await client.register(bob)
  const revoked = client.revokeApiKey({ userId: user!.userId, apiKeyId })
  await assert.rejects(revoked, { kind: 'not_found', code: 'api_key_not_found' })
  await client.authenticate({ credential: secret })
})

test("an inactive user's key is refused at once", async () => {
  const { client, users, userId, secret } = await annWithKey()
  const user = (await users.byId(userId))!
  await users.replace({ ...user, isActive: false, version: user.version + 1 })
  await assert.rejects(client.authenticate({ credential: secret }), invalid)
})

test('what is no key of ours is refused', async () => {
  const { client, secret } = await annWithKey()
  const others = ['usk_', `${secret}x`, `usk_${'A'.repeat(43)}`, `usk_${'A'.repeat(100_000)}`]
  for (const credential of others) {
    await assert.rejects(client.authenticate({ credential }), invalid)
  }
})

test('a user has a limited number of keys in use; revoking one makes room', async () => {
  const { client, userId, apiKeyId } = await annWithKey()
  for (let i = 1; i < API_KEYS_PER_USER_MAX; i++) {
    await client.createApiKey({ userId, label: `key ${i}` })
  }
  const one = { userId, label: 'one more' }
  await assert.rejects(client.createApiKey(one), { kind: 'exhausted', code: 'too_many_api_keys' })
  await client.revokeApiKey({ userId, apiKeyId })
  await client.createApiKey(one)
})

test('a key needs a label and a user', async () => {
  const { client, userId } = await annWithKey()
  await assert.rejects(client.createApiKey({ userId, label: ' ' }), { code: 'invalid_label' })
  const stranger = userId.replace(/.$/, (last) => (last === '0' ? '1' : '0'))
  const created = client.createApiKey({ userId: stranger, label: 'x' })
  await assert.rejects(created, { code: 'user_not_found' })
})
