import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openAuth } from '../open-auth.fixture.ts'

test('a token that was seen before is answered in the same turn of the event loop', async () => {
  const { client, registerAnn, logIn } = openAuth()
  const userId = await registerAnn()
  const { accessToken: credential } = await logIn()
  await client.authenticate({ credential })
  let turned = false
  setImmediate(() => {
    turned = true
  })
  assert.equal((await client.authenticate({ credential })).userId, userId)
  assert.equal(turned, false)
})

test('a token is refused when it has expired, seen before or not', async () => {
  const { client, clock, registerAnn, logIn } = openAuth()
  await registerAnn()
  const [seen, unseen] = [await logIn(), await logIn()]
  await client.authenticate({ credential: seen.accessToken })
  await clock.advance(600_000)
  for (const { accessToken: credential } of [seen, unseen]) {
    await assert.rejects(client.authenticate({ credential }), { code: 'invalid_token' })
  }
})

test('what is neither token nor key is refused', async () => {
  const { client, registerAnn, logIn } = openAuth()
  await registerAnn()
  const { refreshToken } = await logIn()
  for (const credential of ['', 'nonsense', refreshToken, 'x'.repeat(1_000_000)]) {
    const refused = { kind: 'unauthenticated', code: 'invalid_token' }
    await assert.rejects(client.authenticate({ credential }), refused)
  }
})

test('a token of another installation is refused', async () => {
  const here = openAuth()
  const there = openAuth({ issuer: 'elsewhere' })
  await there.registerAnn()
  const { accessToken: credential } = await there.logIn()
  await assert.rejects(here.client.authenticate({ credential }), { code: 'invalid_token' })
})
