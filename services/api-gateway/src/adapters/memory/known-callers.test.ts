import assert from 'node:assert/strict'
import { test } from 'node:test'
import { create } from '@bufbuild/protobuf'
import { AuthenticateResponseSchema, type AuthService } from '@usher/contracts'
import { DomainError } from '@usher/kernel'
import type { Client } from '@usher/rpc'
import { manualClock } from '@usher/testing'
import { knownCallers } from './known-callers.ts'

const START_MS = 1_700_000_000_000

test('a token that was vouched for is not asked about again for half a minute', async () => {
  const { auth, asked, clock } = open()
  const credential = tokenUntil(START_MS + 600_000)
  assert.equal((await auth.authenticate({ credential })).userId, 'user_a')
  assert.equal((await auth.authenticate({ credential })).userId, 'user_a')
  assert.equal(asked(), 1)
  await clock.advance(30_000)
  await auth.authenticate({ credential })
  assert.equal(asked(), 2)
})

test('a token is not known past its own end', async () => {
  const { auth, asked, clock } = open()
  const credential = tokenUntil(START_MS + 1000)
  await auth.authenticate({ credential })
  await clock.advance(1000)
  await auth.authenticate({ credential })
  assert.equal(asked(), 2)
})

test('keys, and what is no token, are asked about each time', async () => {
  const { auth, asked } = open()
  const credentials = ['usher_key', 'a.b', 'a.b.c', `a.${encoded({ exp: '9' })}.c`, 'a.bnVsbA.c']
  for (const credential of credentials) {
    await auth.authenticate({ credential })
    await auth.authenticate({ credential })
  }
  assert.equal(asked(), 2 * credentials.length)
})

test('a refusal is not remembered', async () => {
  const { auth, asked, refuse } = open()
  const credential = tokenUntil(START_MS + 600_000)
  refuse(true)
  await assert.rejects(auth.authenticate({ credential }), { code: 'invalid_token' })
  refuse(false)
  assert.equal((await auth.authenticate({ credential })).userId, 'user_a')
  assert.equal(asked(), 2)
})

test('of more tokens than are kept the oldest make room', async () => {
  const { auth, asked } = open()
  const tokens = Array.from({ length: 20_001 }, (_, i) => `${i}${tokenUntil(START_MS + 600_000)}`)
  for (const credential of tokens) await auth.authenticate({ credential })
  await auth.authenticate({ credential: tokens.at(-1) ?? '' })
  assert.equal(asked(), 20_001)
  await auth.authenticate({ credential: tokens[0] ?? '' })
  assert.equal(asked(), 20_002)
})

function open() {
  const clock = manualClock(START_MS)
  let calls = 0
  let refusing = false
  const client = {
    authenticate: async () => {
      calls += 1
      if (refusing) throw new DomainError('unauthenticated', 'invalid_token', 'no')
      return create(AuthenticateResponseSchema, { userId: 'user_a' })
    },
  } as unknown as Client<typeof AuthService>
  return {
    auth: knownCallers(client, clock),
    clock,
    asked: () => calls,
    refuse: (it: boolean) => {
      refusing = it
    },
  }
}

function tokenUntil(ms: number): string {
  return `header.${encoded({ exp: ms / 1000 })}.signature`
}

function encoded(claims: object): string {
  return Buffer.from(JSON.stringify(claims)).toString('base64url')
}
