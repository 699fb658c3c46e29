import assert from 'node:assert/strict'
import { test } from 'node:test'
import { problemsOf } from './problems-of.ts'
import { readFile, rowsOf } from './read-files.fixture.ts'

const csv = (text: string) => readFile(text, { format: 'csv' })
const numbers = (text: string) =>
  rowsOf(csv(text).map).flatMap(({ seats }) => seats.map((it) => it.seatNumber))

test('invisible characters are left out of what seat numbers are made of, with a note', () => {
  const text = 'section,row,seat\nStalls\u200b,A\u00ad,1\u200e\nStalls\u200b,A\u00ad,2\n'
  assert.deepEqual(numbers(text), ['A1', 'A2'])
  const { map, notes } = csv(text)
  assert.equal(map.sections[0]?.name, 'Stalls')
  assert.deepEqual(
    notes.slice(0, 3).map(({ reason }) => reason),
    [
      'invisible characters left out of "Stalls"',
      'invisible characters left out of "A"',
      'invisible characters left out of "1"',
    ],
  )
  assert.deepEqual(numbers('row,seat,seat_number\nA,1,X\ufeff\u200b1\n'), ['X1'])
})

test('seats that look alike once they are gone are a problem', () => {
  const problems = (text: string) => problemsOf(() => csv(text)).map(({ where }) => where)
  assert.deepEqual(problems('row,seat\nA,1\nA,1\u200b\n'), ['line 3'])
  assert.deepEqual(problems('row,seat,seat_number\nA,1,X\nA,2,X\u200b\n'), ['line 3'])
  assert.deepEqual(problems('section,row,seat\nS,A,1\nS\u2060,A,2\n').length, 1)
  assert.deepEqual(problems('row,seat\nA,\u2800\n'), ['line 2'])
})
