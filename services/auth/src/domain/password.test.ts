import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parsePassword, readPassword } from './password.ts'

const refused = { kind: 'invalid', code: 'invalid_password' }

test('a new password has 8 to 256 characters, whatever they are', () => {
  for (const password of ['12345678', ' '.repeat(8), 'x'.repeat(256)]) {
    assert.equal(parsePassword(password), password)
  }
  assert.throws(() => parsePassword('1234567'), refused)
  assert.throws(() => parsePassword('x'.repeat(257)), refused)
})

test('characters are code points: eight faces are enough, 256 are not too many', () => {
  assert.equal([...parsePassword('😀'.repeat(8))].length, 8)
  assert.equal([...parsePassword('😀'.repeat(256))].length, 256)
  assert.throws(() => parsePassword('😀'.repeat(7)), refused)
})

test('a password is the same whichever keyboard composed it', () => {
  assert.equal(parsePassword('cafe\u0301 noir'), parsePassword('caf\u00e9 noir'))
})

test('characters are counted in the form that is hashed', () => {
  assert.throws(() => parsePassword('e\u0301'.repeat(7)), refused)
  assert.throws(() => parsePassword('\ufdfa'.repeat(20)), refused)
})

test('a password to compare may be short, but not empty, broken or endless', () => {
  assert.equal(readPassword('short'), 'short')
  for (const password of ['', '\ud800 unpaired', 'x'.repeat(257), 'x'.repeat(1_000_000)]) {
    assert.throws(() => readPassword(password), refused)
  }
})
