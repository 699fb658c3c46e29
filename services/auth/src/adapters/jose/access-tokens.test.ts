import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decodeJwt, decodeProtectedHeader } from 'jose'
import { openTokens, principal } from './open-tokens.ts'

test('a token says who it is for until it expires', async () => {
  const { clock, accessTokens } = await openTokens()
  const { token, expiresInSeconds } = await accessTokens.issue(principal)
  assert.equal(expiresInSeconds, 600)
  const verified = await accessTokens.verify(token)
  assert.deepEqual(verified, { principal, expiresAtMs: clock.nowMs() + 600_000 })
  await clock.advance(599_999)
  await accessTokens.verify(token)
  await clock.advance(1)
  await assert.rejects(accessTokens.verify(token), { code: 'invalid_token' })
})

test('a token holds what is needed and no more', async () => {
  const { clock, accessTokens, pair } = await openTokens()
  const { token } = await accessTokens.issue(principal)
  const iat = clock.nowMs() / 1000
  const { userId: sub, roles } = principal
  assert.deepEqual(decodeProtectedHeader(token), { alg: 'EdDSA', typ: 'at+jwt', kid: pair.keyId })
  assert.deepEqual(decodeJwt(token), {
    iss: 'usher',
    aud: 'usher',
    sub,
    roles,
    iat,
    exp: iat + 600,
  })
})

test('a clock that stepped back does not refuse what was issued before', async () => {
  const { clock, accessTokens } = await openTokens()
  const { token } = await accessTokens.issue(principal)
  clock.stepWallClock(-60_000)
  await accessTokens.verify(token)
})

test('unknown keys make the store be read once a second, not once a token', async () => {
  const { clock, accessTokens, reads, signedBy, strangerPair } = await openTokens()
  const token = await signedBy(strangerPair, { header: { kid: strangerPair.keyId } })
  const before = reads()
  await clock.advance(1000)
  for (let i = 0; i < 20; i++) {
    await assert.rejects(accessTokens.verify(token), { code: 'invalid_token' })
  }
  assert.equal(reads() - before, 1)
})

test('a store that fails is not taken for a bad token', async () => {
  const { clock, accessTokens, failStore, signedBy, strangerPair } = await openTokens()
  const token = await signedBy(strangerPair, { header: { kid: strangerPair.keyId } })
  await clock.advance(1000)
  failStore()
  await assert.rejects(accessTokens.verify(token), { code: 'storage_failed' })
})
