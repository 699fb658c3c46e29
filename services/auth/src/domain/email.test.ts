import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseEmail } from './email.ts'

test('an address is kept as given and compared in one form', () => {
  const { address, key } = parseEmail('  Ann.Lee@Example.ORG ')
  assert.deepEqual([address, key], ['Ann.Lee@Example.ORG', 'ann.lee@example.org'])
})

test('ways to write one address are one account', () => {
  const full = parseEmail('ａｎｎ@example.org').key
  const decomposed = parseEmail('jose\u0301@example.org').key
  assert.equal(full, 'ann@example.org')
  assert.equal(decomposed, parseEmail('JOS\u00c9@example.org').key)
})

const good = ['a@b', "o'neil+tickets@example.co.uk", `${'a'.repeat(64)}@b.org`, '用户@例子.广告']
for (const address of good) {
  test(`${address} is an address`, () => assert.equal(parseEmail(address).address, address))
}

const bad = [
  '',
  'ann',
  '@b.org',
  'ann@',
  'ann@b@c',
  'an n@b.org',
  'ann@b..org',
  'ann@.org',
  'ann@b.org.',
  'ann\u0000@b.org',
  'ann\r\nbcc:x@b.org',
  '\ud800@b.org',
  'an\u200bn@b.org',
  '\u202eann@b.org',
  `${'a'.repeat(65)}@b.org`,
  `a@${'b'.repeat(253)}`,
  // Short as given, 18 times as long in the form that is compared.
  `${'\ufdfa'.repeat(30)}@b.org`,
  'a'.repeat(1_000_000),
]
for (const address of bad) {
  test(`${JSON.stringify(address.slice(0, 40))} is no address`, () => {
    assert.throws(() => parseEmail(address), { kind: 'invalid', code: 'invalid_email' })
  })
}
