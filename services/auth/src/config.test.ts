import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { DomainError } from '@usher/kernel'
import { authSettings, readConfig } from './config.ts'

test('the defaults are within their own limits', () => {
  const { accessTokenTtlMs, sessionTtlMs, keyLifeMs } = readConfig({})
  assert.deepEqual([accessTokenTtlMs, sessionTtlMs, keyLifeMs], [600_000, 2_592e6, 2_592e6])
})

test('an access token never lives longer than ten minutes, and all problems are told', () => {
  const env = { USHER_AUTH_ACCESS_TOKEN_TTL: '11m', USHER_AUTH_SESSIONS_PER_USER: '0' }
  assert.throws(
    () => readConfig(env),
    (error: DomainError) => {
      const problems = error.facts.problems as { setting: string }[]
      assert.deepEqual(
        problems.map(({ setting }) => setting),
        Object.keys(env),
      )
      return error.code === 'invalid_config'
    },
  )
})

test('every setting has a name of this service, a description and a name of its own', () => {
  const names = Object.values(authSettings).map(({ name, description }) => {
    assert.match(name, /^USHER_AUTH_[A-Z_]+$/)
    assert.ok(description.length > 10)
    return name
  })
  assert.equal(new Set(names).size, names.length)
})
