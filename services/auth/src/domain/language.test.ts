import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseLanguage } from './language.ts'

test('a tag is kept in its canonical form, and nothing is nothing', () => {
  assert.equal(parseLanguage('ES'), 'es')
  assert.equal(parseLanguage('zh-tw'), 'zh-TW')
  assert.equal(parseLanguage('zh-hant-tw'), 'zh-Hant-TW')
  assert.equal(parseLanguage('iw'), 'he')
  assert.equal(parseLanguage(''), '')
})

test('what is no tag is refused', () => {
  for (const text of [
    'español',
    'zh_TW',
    ' es',
    'e',
    '*',
    `en-${'x'.repeat(33)}`,
    'x'.repeat(1e6),
  ]) {
    assert.throws(() => parseLanguage(text), { kind: 'invalid', code: 'invalid_language' })
  }
})
