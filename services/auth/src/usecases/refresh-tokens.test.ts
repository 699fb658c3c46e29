import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Role } from '@usher/contracts'
import { openAuth } from '../open-auth.fixture.ts'
import type { SessionStore } from '../ports/session-store.ts'

const invalid = { kind: 'unauthenticated', code: 'invalid_refresh_token' }
const reused = { kind: 'unauthenticated', code: 'refresh_token_reused' }

async function annLoggedIn(...parts: Parameters<typeof openAuth>) {
  const world = openAuth(...parts)
  const userId = await world.registerAnn()
  const tokens = await world.logIn()
  const refresh = async (refreshToken: string) =>
    (await world.client.refresh({ refreshToken })).tokens!
  return { ...world, userId, tokens, refresh }
}

test('a refresh token is exchanged for a new pair, again and again', async () => {
  const { client, tokens, refresh, userId } = await annLoggedIn()
  const second = await refresh(tokens.refreshToken)
  const third = await refresh(second.refreshToken)
  assert.equal(new Set([tokens, second, third].map((pair) => pair.refreshToken)).size, 3)
  const { accessToken } = third
  assert.equal((await client.authenticate({ credential: accessToken })).userId, userId)
})

test('a used refresh token ends its whole family, and no other', async () => {
  const { tokens, refresh, logIn } = await annLoggedIn()
  const elsewhere = await logIn()
  const second = await refresh(tokens.refreshToken)
  const third = await refresh(second.refreshToken)
  await assert.rejects(refresh(tokens.refreshToken), reused)
  await assert.rejects(refresh(third.refreshToken), invalid)
  await refresh(elsewhere.refreshToken)
})

test('of two uses at once one wins, and the other ends the session', async () => {
  const { tokens, refresh } = await annLoggedIn()
  const uses = [refresh(tokens.refreshToken), refresh(tokens.refreshToken)]
  const answers = await Promise.allSettled(uses)
  const won = answers.filter((answer) => answer.status === 'fulfilled')
  const lost = answers.filter((answer) => answer.status === 'rejected')
  assert.equal(won.length, 1)
  assert.equal(lost[0]?.reason.code, 'refresh_token_reused')
  await assert.rejects(refresh(won[0]!.value.refreshToken), invalid)
})

test('without the condition on the old secret two uses at once would both win', async () => {
  const { sessions } = openAuth()
  const unguarded: SessionStore = {
    ...sessions,
    async replaceSecret({ familyHash, next }) {
      const session = await sessions.byFamily(familyHash)
      if (!session) return false
      return sessions.replaceSecret({ familyHash, expected: session.secretHash, next })
    },
  }
  const { tokens, refresh } = await annLoggedIn({}, { sessions: unguarded })
  await Promise.all([refresh(tokens.refreshToken), refresh(tokens.refreshToken)])
})

test('a session ends in its time, however often it is refreshed', async () => {
  const { clock, tokens, refresh } = await annLoggedIn({ sessionTtlMs: 1000 })
  await clock.advance(900)
  const second = await refresh(tokens.refreshToken)
  await clock.advance(100)
  await assert.rejects(refresh(second.refreshToken), invalid)
})

test('a role shows after a refresh', async () => {
  const { client, userId, tokens, refresh } = await annLoggedIn()
  await client.grantRole({ userId, role: Role.ORGANIZER })
  const rolesOf = async (credential: string) => (await client.authenticate({ credential })).roles
  assert.deepEqual(await rolesOf(tokens.accessToken), [Role.BUYER])
  const { accessToken } = await refresh(tokens.refreshToken)
  assert.deepEqual(await rolesOf(accessToken), [Role.BUYER, Role.ORGANIZER])
})

test('an inactive user gets no new tokens, and the session is over', async () => {
  const { users, userId, tokens, refresh } = await annLoggedIn()
  const user = (await users.byId(userId))!
  await users.replace({ ...user, isActive: false, version: 2 })
  await assert.rejects(refresh(tokens.refreshToken), invalid)
  await users.replace({ ...user, isActive: true, version: 3 })
  await assert.rejects(refresh(tokens.refreshToken), invalid)
})

test('what is no refresh token is refused and ends nothing', async () => {
  const { tokens, refresh } = await annLoggedIn()
  const { refreshToken } = tokens
  const family = refreshToken.split('.')[0]
  const others = [
    '',
    'urt_',
    tokens.accessToken,
    family!,
    `${refreshToken}x`,
    `urt_${'A'.repeat(43)}.${'A'.repeat(43)}`,
  ]
  for (const text of others) await assert.rejects(refresh(text), invalid)
  await refresh(refreshToken)
})

test('nothing that is stored can be shown as a token', async () => {
  const { sessions, userId, tokens } = await annLoggedIn()
  const [session] = await sessions.ofUser(userId, { skip: 0, limit: 1 })
  const [family, secret] = tokens.refreshToken.slice('urt_'.length).split('.')
  for (const part of [family!, secret!]) assert.ok(!JSON.stringify(session).includes(part))
})
