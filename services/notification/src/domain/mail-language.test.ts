import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mailLanguage } from './mail-language.ts'

const cases: readonly (readonly [readonly string[], string])[] = [
  [['es-MX', 'en'], 'es'],
  [['', 'es'], 'es'],
  [['zh-Hant'], 'zh-TW'],
  [['zh-HK'], 'zh-TW'],
  [['zh'], 'zh-TW'],
  [['ZH_tw'], 'zh-TW'],
  [['zh-CN'], 'en'],
  [['zh-Hans-SG'], 'en'],
  [['fr', 'es'], 'en'],
  [['', ''], 'en'],
  [['esperanto'], 'en'],
  [['\r\n<x>'], 'en'],
]

for (const [wanted, expected] of cases) {
  test(`who reads ${JSON.stringify(wanted)} gets mail in ${expected}`, () => {
    assert.equal(mailLanguage(...wanted), expected)
  })
}
