import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newId } from '@usher/kernel'
import { manualClock, seededRandom } from '@usher/testing'
import { invalidToken } from '../../domain/errors.ts'
import type { AccessTokens } from '../../ports/access-tokens.ts'
import { accessTokensContract } from '../../ports/access-tokens.contract.ts'
import { openTokens } from '../jose/open-tokens.fixture.ts'
import { cachedAccessTokens } from './access-tokens.ts'

accessTokensContract('cached', async () => {
  const { accessTokens: inner, clock } = await openTokens()
  const accessTokens = cachedAccessTokens(inner, { clock }, { tokenCacheEntries: 9 })
  return { accessTokens, clock, close: async () => {} }
})

/** Tokens that start with `good` live for a second from now; counts what was verified. */
function open(tokenCacheEntries = 2) {
  const clock = manualClock()
  const userId = newId({ clock, random: seededRandom(1) }, 'user')
  const verified: string[] = []
  const inner: AccessTokens = {
    issue: async () => ({ token: 'good', expiresInSeconds: 1 }),
    async verify(token) {
      verified.push(token)
      if (!token.startsWith('good')) throw invalidToken()
      return { principal: { userId, roles: ['buyer'] }, expiresAtMs: clock.nowMs() + 1000 }
    },
  }
  return { clock, verified, tokens: cachedAccessTokens(inner, { clock }, { tokenCacheEntries }) }
}

test('a token is verified once, and answered the same from then on', async () => {
  const { tokens, verified } = open()
  const first = await tokens.verify('good')
  assert.equal(await tokens.verify('good'), first)
  assert.deepEqual(verified, ['good'])
})

test('a known token is answered in the same turn: no crypto and no I/O is awaited', async () => {
  const { tokens } = open()
  await tokens.verify('good')
  let turned = false
  setImmediate(() => (turned = true))
  await tokens.verify('good')
  assert.equal(turned, false)
})

test('a known token is refused once it has expired', async () => {
  const { clock, tokens, verified } = open()
  await tokens.verify('good')
  await clock.advance(999)
  await tokens.verify('good')
  assert.equal(verified.length, 1)
  await clock.advance(1)
  await tokens.verify('good')
  assert.equal(verified.length, 2)
})

test('the token seen longest ago goes first when there are too many', async () => {
  const { tokens, verified } = open(2)
  for (const token of ['good 1', 'good 2', 'good 1', 'good 3', 'good 1', 'good 2']) {
    await tokens.verify(token)
  }
  assert.deepEqual(verified, ['good 1', 'good 2', 'good 3', 'good 2'])
})

test('a bad token is refused each time and pushes no good one out', async () => {
  const { tokens, verified } = open(1)
  await tokens.verify('good')
  for (let i = 0; i < 3; i++) await assert.rejects(tokens.verify('bad'), { code: 'invalid_token' })
  await tokens.verify('good')
  assert.deepEqual(verified, ['good', 'bad', 'bad', 'bad'])
})
