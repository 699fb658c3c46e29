import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tooManyLogins } from '../../domain/errors.ts'
import { limitConcurrency } from './limit-concurrency.ts'

/** A task that ends when told, and the order in which tasks began. */
function tasks(limits: { concurrency: number; queue: number }) {
  const limited = limitConcurrency(limits, tooManyLogins)
  const begun: string[] = []
  return {
    begun,
    start: (name: string) => {
      const { promise, resolve, reject } = Promise.withResolvers<string>()
      const ended = limited(() => (begun.push(name), promise))
      return { ended, end: () => resolve(name), fail: () => reject(new Error(name)) }
    },
  }
}

const settled = () => new Promise((resolve) => setImmediate(resolve))

test('no more tasks run at once than allowed, and the next begins when one ends', async () => {
  const { begun, start } = tasks({ concurrency: 2, queue: 2 })
  const [a, b, c, d] = ['a', 'b', 'c', 'd'].map(start)
  await settled()
  assert.deepEqual(begun, ['a', 'b'])
  b!.end()
  assert.equal(await b!.ended, 'b')
  await settled()
  assert.deepEqual(begun, ['a', 'b', 'c'])
  for (const task of [a, c, d]) task!.end()
  assert.deepEqual(await Promise.all([a!.ended, c!.ended, d!.ended]), ['a', 'c', 'd'])
})

test('a task that finds the queue full is refused, and later ones are not', async () => {
  const { begun, start } = tasks({ concurrency: 1, queue: 1 })
  const [first, second] = [start('first'), start('second')]
  await assert.rejects(start('third').ended, { kind: 'exhausted', code: 'too_many_logins' })
  first.end()
  second.end()
  await second.ended
  const fourth = start('fourth')
  fourth.end()
  await fourth.ended
  assert.deepEqual(begun, ['first', 'second', 'fourth'])
})

test('a task that fails gives up its place', async () => {
  const { start } = tasks({ concurrency: 1, queue: 0 })
  const first = start('first')
  first.fail()
  await assert.rejects(first.ended, /first/)
  const second = start('second')
  second.end()
  assert.equal(await second.ended, 'second')
})
