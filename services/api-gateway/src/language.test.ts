import assert from 'node:assert/strict'
import { test } from 'node:test'
import { preferredLanguage } from './language.ts'

const cases: [header: string | undefined, language: string][] = [
  [undefined, ''],
  ['', ''],
  ['*', ''],
  ['es', 'es'],
  ['zh-TW,zh;q=0.9,en;q=0.8', 'zh-TW'],
  ['en;q=0.5, es;q=0.9', 'es'],
  ['es;q=0, en;q=0.1', 'en'],
  ['fr;q=x, de', 'de'],
  ['<script>, es', 'es'],
  [`${'x,'.repeat(5000)}es`, ''],
]

for (const [header, language] of cases) {
  test(`${header?.slice(0, 40)} wants ${language || 'nothing in particular'}`, () => {
    assert.equal(preferredLanguage(header), language)
  })
}
