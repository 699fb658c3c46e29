import assert from 'node:assert/strict'
import { test } from 'node:test'
import { NormalForm } from './normal-form.ts'

const one = 'rsv_01m84vajb78f70kcfmep17s30g'
const other = 'rsv_01m84vajb78f70kcfmep17s30h'
const pairOf = (first: string, second: string) => {
  const form = new NormalForm()
  return [form.of(`"${first}" at 2026-11-23T18:40:05.476Z`), form.of(`"${second}"`)]
}

test('ids are told by where they came first, and times not at all', () => {
  assert.deepEqual(pairOf(one, one), ['"<id 1>" at <time>', '"<id 1>"'])
  assert.deepEqual(pairOf(other, other), pairOf(one, one))
  assert.deepEqual(pairOf(one, other), ['"<id 1>" at <time>', '"<id 2>"'])
})

test('two access tokens read the same, whether they are one or two', () => {
  const tokens = [
    'eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJhIn0.Zm9v',
    'eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJiIn0.YmFy',
  ]
  assert.deepEqual(new Set(tokens.map((token) => new NormalForm().of(token))), new Set(['<token>']))
  assert.equal(new NormalForm().of(tokens.join(' ')), '<token> <token>')
})

test('what nobody makes anew stays as it is', () => {
  const text = '{"status":"ACTIVE","total_amount":"45.00","version":3,"events":12}'
  assert.equal(new NormalForm().of(text), text)
})
