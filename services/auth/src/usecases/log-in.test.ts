import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { DomainError } from '@usher/kernel'
import { ann, openAuth } from '../open-auth.fixture.ts'

const refused = { kind: 'unauthenticated', code: 'invalid_credentials' }

test('the right password starts a session whose token says who it is', async () => {
  const { client, registerAnn, logIn } = openAuth()
  const userId = await registerAnn()
  const { accessToken, refreshToken, expiresInSeconds } = await logIn()
  assert.equal(expiresInSeconds, 600)
  assert.match(refreshToken, /^urt_/)
  assert.equal((await client.authenticate({ credential: accessToken })).userId, userId)
})

test('an unknown address and a wrong password get one answer, after the same work', async () => {
  const world = openAuth()
  let verified = 0
  const passwords = {
    ...world.passwords,
    verify: (...parts: Parameters<typeof world.passwords.verify>) => {
      verified++
      return world.passwords.verify(...parts)
    },
  }
  const { logIn, registerAnn } = openAuth({}, { passwords })
  await registerAnn()
  const answerTo = (credentials: typeof ann) =>
    logIn(credentials).catch(({ kind, code, message, facts }: DomainError) => {
      const work = verified
      verified = 0
      return { kind, code, message, facts, work }
    })
  const wrong = await answerTo({ ...ann, password: 'wrong password' })
  const unknown = await answerTo({ ...ann, email: 'nobody@example.org' })
  assert.deepEqual(wrong, unknown)
  assert.deepEqual(wrong, { ...wrong, ...refused, work: 1 })
})

test('an inactive user cannot log in', async () => {
  const { registerAnn, logIn, users } = openAuth()
  const user = (await users.byId(await registerAnn()))!
  await users.replace({ ...user, isActive: false, version: user.version + 1 })
  await assert.rejects(logIn(), refused)
})

test('one login more than allowed ends the oldest session', async () => {
  const { client, clock, registerAnn, logIn } = openAuth({ sessionsPerUser: 2 })
  await registerAnn()
  const tokens = []
  for (let i = 0; i < 3; i++) {
    await clock.advance(1)
    tokens.push((await logIn()).refreshToken)
  }
  const [first, second, third] = tokens
  await assert.rejects(client.refresh({ refreshToken: first! }), { code: 'invalid_refresh_token' })
  await client.refresh({ refreshToken: second! })
  await client.refresh({ refreshToken: third! })
})

test('logins at once leave no more sessions than allowed', async () => {
  const { registerAnn, logIn, sessions } = openAuth({ sessionsPerUser: 3 })
  const userId = await registerAnn()
  await Promise.all(Array.from({ length: 20 }, () => logIn()))
  const left = await sessions.ofUser(userId, { skip: 0, limit: 99 })
  assert.equal(left.length, 3)
})
