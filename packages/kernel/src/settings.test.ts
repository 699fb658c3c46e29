import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { DomainError } from './domain-error.ts'
import { duration, readSettings, textUpTo, wholeNumber } from './settings.ts'

const spec = {
  queue: {
    name: 'USHER_X_QUEUE',
    default: 10,
    parse: wholeNumber({ min: 1, max: 100 }),
    description: 'how many may wait',
  },
  ttlMs: {
    name: 'USHER_X_TTL',
    default: 600_000,
    parse: duration({ min: '1s', max: '10m' }),
    description: 'how long it lives',
  },
  issuer: {
    name: 'USHER_X_ISSUER',
    default: 'usher',
    parse: textUpTo(5),
    description: 'who says so',
  },
}

test('absent and empty variables take their defaults', () => {
  const values = readSettings({ USHER_X_TTL: ' ' }, spec)
  assert.deepEqual(values, { queue: 10, ttlMs: 600_000, issuer: 'usher' })
})

test('values are parsed into their types', () => {
  const env = { USHER_X_QUEUE: '7', USHER_X_TTL: '90s', USHER_X_ISSUER: ' me ' }
  assert.deepEqual(readSettings(env, spec), { queue: 7, ttlMs: 90_000, issuer: 'me' })
})

test('every problem is reported at once, without the values', () => {
  const env = { USHER_X_QUEUE: '7.5', USHER_X_TTL: '11m', USHER_X_ISSUER: 'secret' }
  assert.throws(
    () => readSettings(env, spec),
    (error: DomainError) => {
      assert.equal(error.code, 'invalid_config')
      const { problems } = error.facts as { problems: { setting: string; problem: string }[] }
      assert.deepEqual(
        problems.map(({ setting, problem }) => `${setting} ${problem}`),
        [
          'USHER_X_QUEUE must be a whole number from 1 to 100',
          'USHER_X_TTL must be a duration from 1s to 10m, such as 10m',
          'USHER_X_ISSUER must be text of at most 5 characters',
        ],
      )
      assert.doesNotMatch(JSON.stringify(error.facts), /secret/)
      return true
    },
  )
})

test('a parser that fails for another reason is a bug and is not hidden', () => {
  const broken = { x: { ...spec.queue, parse: () => assert.fail('bug') } }
  assert.throws(() => readSettings({ USHER_X_QUEUE: '1' }, broken), /bug/)
})
