import assert from 'node:assert/strict'
import { test } from 'node:test'
import { API_KEY_LABEL, NAME, parseText } from './text.ts'

test('text is kept without surrounding white space', () => {
  assert.equal(parseText(NAME, '  Ann Lee\n'), 'Ann Lee')
  assert.equal(parseText(NAME, '😀'.repeat(255)).length, 510)
})

test('text that cannot be shown or is too long is refused by the name of its field', () => {
  for (const name of [
    '',
    '   ',
    'Ann\u0007',
    'Ann\nLee',
    '\u200b',
    '\u202eeeL',
    '\udfff',
    'x'.repeat(256),
  ]) {
    assert.throws(() => parseText(NAME, name), { kind: 'invalid', code: 'invalid_name' })
  }
  assert.throws(() => parseText(API_KEY_LABEL, 'x'.repeat(101)), { code: 'invalid_label' })
})
