import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runUsher } from '../commands/run-command.fixture.ts'

test('each command behind a word has help of its own, with its own options', async () => {
  const seatMap = await runUsher(['import', 'seat-map', '--help'])
  assert.equal(seatMap.code, 0)
  assert.match(seatMap.out, /usher import seat-map FILE/)
  const events = await runUsher(['help', 'import', 'events'])
  assert.match(events.out, /--time-zone/)
  assert.doesNotMatch(events.out, /--prices/)
})

test('a word that ends too early is answered with what may follow, and code 2', async () => {
  for (const argv of [['import'], ['import', '--json']]) {
    const { code, out, said } = await runUsher(argv)
    assert.deepEqual([code, out], [2, ''])
    assert.match(said, /usher import seat-map .*\n.*usher import events/)
  }
})

test('a second word that nobody knows is answered with the nearest', async () => {
  const { code, said } = await runUsher(['import', 'evnts', 'x.csv'])
  assert.equal(code, 2)
  assert.match(said, /did you mean "usher import events"\?\nTry "usher import --help"/)
})
