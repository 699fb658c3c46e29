import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seatMapText, seatMapTextRow } from './seat-map-texts.ts'

const utf8 = new TextEncoder()

test('a small text is kept as it is', async () => {
  const row = await seatMapTextRow(1, utf8.encode('{"name":"Små"}'))
  assert.equal(row.text, '{"name":"Små"}')
  assert.equal(await seatMapText(row), row.text)
})

test('a large text is packed, and is the same again', async () => {
  const text = `{"name":"${'Große Halle '.repeat(20_000)}"}`
  const row = await seatMapTextRow(1, utf8.encode(text))
  assert.ok(row.text.length < text.length / 10)
  assert.equal(await seatMapText(row), text)
  assert.equal(await seatMapText({ ...row }), text)
})
