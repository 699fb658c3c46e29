import assert from 'node:assert/strict'
import { test } from 'node:test'
import { choiceOption, parseArguments, UsageError, wholeNumberOption } from './arguments.ts'
import { nearest } from './nearest.ts'

const spec = {
  port: { type: 'string', short: 'p', default: '8080', description: 'where' },
  event: { type: 'string', description: 'which' },
  json: { type: 'boolean', description: 'how' },
} as const

test('values come with their defaults, switches are off, operands are kept in order', () => {
  assert.deepEqual(parseArguments(['a', '--event', '7', 'b'], spec), {
    values: { port: '8080', event: '7', json: false },
    positionals: ['a', 'b'],
  })
  assert.equal(parseArguments(['-p', '0', '--json'], spec).values.port, '0')
})

test('an unknown option is refused, with the nearest one that exists', () => {
  assert.throws(
    () => parseArguments(['--prot', '1'], spec),
    /no option --prot; did you mean --port/,
  )
  assert.throws(() => parseArguments(['--xyzzy'], spec), /no option --xyzzy; --help lists/)
})

test('an option that lacks its value is refused', () => {
  assert.throws(() => parseArguments(['--event'], spec), UsageError)
  assert.throws(() => parseArguments(['--json=yes'], spec), UsageError)
})

test('a number is a whole one within its bounds, a choice is one of its words', () => {
  assert.equal(wholeNumberOption('port', '80', { min: 0, max: 100 }), 80)
  for (const text of ['', '-1', '1.5', '101', '1e3', 'x']) {
    assert.throws(() => wholeNumberOption('port', text, { min: 0, max: 100 }), /--port takes/)
  }
  assert.equal(choiceOption('format', 'csv', ['csv', 'pretix']), 'csv')
  assert.throws(() => choiceOption('format', 'pretiks', ['csv', 'pretix']), /Did you mean pretix/)
})

test('the nearest word is one or two slips away, never something else altogether', () => {
  assert.equal(nearest('doctr', ['demo', 'doctor']), 'doctor')
  assert.equal(nearest('data', ['data-dir', 'event']), 'data-dir')
  assert.equal(nearest('xyzzy', ['demo', 'doctor']), undefined)
})
