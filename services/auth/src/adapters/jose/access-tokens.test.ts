import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decodeJwt, decodeProtectedHeader } from 'jose'
import { accessTokensContract } from '../../ports/access-tokens.contract.ts'
import { openTokens, principal } from './open-tokens.fixture.ts'

accessTokensContract('jose', async () => ({ ...(await openTokens()), close: async () => {} }))

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
