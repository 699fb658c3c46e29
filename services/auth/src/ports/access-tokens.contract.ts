import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ManualClock } from '@usher/testing'
import type { AccessTokens } from './access-tokens.ts'
import { sampleUser } from './samples.fixture.ts'

export interface OpenAccessTokens {
  readonly accessTokens: AccessTokens
  /** The clock that the tokens live by. */
  readonly clock: ManualClock
  readonly close: () => Promise<void>
}

const { userId, roles } = sampleUser()
const principal = { userId, roles }
const refused = { kind: 'unauthenticated', code: 'invalid_token' }

/** What every AccessTokens obeys. */
export function accessTokensContract(name: string, open: () => Promise<OpenAccessTokens>): void {
  const law = (title: string, check: (opened: OpenAccessTokens) => Promise<void>): void => {
    void test(`${name}: ${title}`, async () => {
      const opened = await open()
      try {
        await check(opened)
      } finally {
        await opened.close()
      }
    })
  }

  law('a token says who it is for, as often as it is asked', async ({ accessTokens }) => {
    const { token } = await accessTokens.issue(principal)
    for (let i = 0; i < 3; i++) {
      assert.deepEqual((await accessTokens.verify(token)).principal, principal)
    }
  })

  law('a token is good until it expires, and not after', async ({ accessTokens, clock }) => {
    const { token, expiresInSeconds } = await accessTokens.issue(principal)
    const { expiresAtMs } = await accessTokens.verify(token)
    assert.ok(expiresInSeconds <= 600)
    assert.equal(expiresAtMs, clock.nowMs() + expiresInSeconds * 1000)
    await clock.advance(expiresInSeconds * 1000 - 1)
    await accessTokens.verify(token)
    await clock.advance(1)
    await assert.rejects(accessTokens.verify(token), refused)
  })

  law('a token that was altered is refused, the good one known or not', async (opened) => {
    const { accessTokens } = opened
    const { token } = await accessTokens.issue(principal)
    const altered = [`${token}A`, token.slice(0, -1), token.slice(1), token.toUpperCase(), '']
    for (let i = 0; i < 2; i++) {
      for (const text of altered) await assert.rejects(accessTokens.verify(text), refused)
      await accessTokens.verify(token)
    }
  })
}
