import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assert as holds, property, string } from 'fast-check'
import { isAddress, messageIdOf, oneLine } from './mail.ts'

test('what users wrote becomes one line without controls', () => {
  assert.equal(oneLine(' a\r\nb\u2028c\u0000\u202Ed  e '), 'a b c d e')
  for (const text of ['La bohème 您好', 'می\u200Cخواهم', '👩\u200D🎤'])
    assert.equal(oneLine(text), text)
})

test('no text at all has two lines once it is one', () => {
  const text = string({ unit: 'binary' })
  holds(property(text, (any) => !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(oneLine(any))))
})

test('an address is one address, in any script, and never more', () => {
  for (const good of ['ann@example.org', 'o’ann+x@exämple.org', '安@例子.台灣', "o'ann@x"]) {
    assert.equal(isAddress(good), true, good)
  }
  const long = `${'a'.repeat(250)}@example.org`
  for (const bad of [
    '',
    'ann',
    '@x',
    'a@',
    'a b@x',
    'a@x,b@x',
    'a@x\r\nb',
    '<a@x>',
    'a@b@x',
    long,
  ]) {
    assert.equal(isAddress(bad), false, bad)
  }
})

test('a message id is made of what an id may be made of, and differs where its source does', () => {
  const ids = ['booking_confirmed:bk_1:a b', 'booking_confirmed:bk_1:a=20=b', 'x:您<>@\r\n']
  const made = ids.map((id) => messageIdOf(id, 'tickets@example.org'))
  assert.equal(new Set(made).size, ids.length)
  for (const id of made) assert.match(id, /^[\w.=-]+@example\.org$/)
})
