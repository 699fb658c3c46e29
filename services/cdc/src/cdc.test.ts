import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seededRandom } from '@usher/testing'
import { Instances } from './instances.fixture.ts'

test('children are read after their parents, through splits and merges', async () => {
  const all = new Instances()
  all.stream.open('root')
  for (let number = 0; number < 25; number++) all.stream.add('root', { id: 'a' }, { number })
  all.stream.open('left', 'root')
  all.stream.open('right', 'root')
  for (let number = 25; number < 30; number++) all.stream.add('left', { id: 'a' }, { number })
  all.stream.add('right', { id: 'b' }, { number: 0 })
  all.stream.open('both', 'left', 'right')
  all.stream.add('both', { id: 'a' }, { number: 30 })
  all.start('one')
  all.start('two')
  await all.pass(20_000)
  assert.deepEqual(
    all.arrived().get('a'),
    Array.from({ length: 31 }, (_, number) => number),
  )
  assert.equal(all.entries.length, 32)
})

test('instances share shards evenly, and one that comes later gets its part', async () => {
  const all = new Instances()
  for (const shard of ['a', 'b', 'c', 'd']) all.stream.open(shard)
  all.start('one')
  await all.pass(4000)
  assert.deepEqual(await owners(all), [4])
  all.start('two')
  await all.pass(8000)
  assert.deepEqual(await owners(all), [2, 2])
  all.start('three')
  await all.pass(8000)
  assert.deepEqual(await owners(all), [1, 1, 2])
})

test('the shards of an instance that was killed are taken, and go on where it was', async () => {
  const all = new Instances()
  all.stream.open('a')
  all.start('one')
  all.stream.add('a', { id: 'a' }, { number: 0 })
  await all.pass(4000)
  all.start('two')
  all.kill('one')
  all.stream.add('a', { id: 'a' }, { number: 1 })
  await all.pass(8000)
  assert.deepEqual(all.arrived().get('a'), [0])
  await all.pass(8000)
  assert.deepEqual(all.arrived().get('a'), [0, 1])
  assert.equal(all.entries.length, 2)
})

test('an instance that ends in good order is replaced at once', async () => {
  const all = new Instances()
  all.stream.open('a')
  all.start('one')
  await all.pass(4000)
  all.start('two')
  await all.pass(2000)
  const one = all.running.get('one')
  all.kill('one')
  await one?.close()
  all.stream.add('a', { id: 'a' }, { number: 0 })
  await all.pass(3000)
  assert.deepEqual(all.arrived().get('a'), [0])
})

test('an instance that was asleep says nothing under a lease that it lost', async () => {
  const all = new Instances()
  all.stream.open('a')
  all.start('one')
  all.stream.add('a', { id: 'a' }, { number: 0 })
  await all.pass(4000)
  const asleep = all.running.get('one')
  assert.ok(asleep)
  all.kill('one')
  all.start('two')
  await all.pass(16_000)
  all.stream.add('a', { id: 'a' }, { number: 1 })
  all.running.set('one', asleep)
  await all.pass(4000)
  assert.deepEqual(
    all.entries.map((entry) => 'id' in entry && entry.id),
    ['0', '1'],
  )
})

test('a change that cannot be read is set aside and keeps nobody waiting', async () => {
  const all = new Instances()
  all.stream.open('a')
  all.start('one')
  all.stream.add('a', { id: 'a' }, { number: 0 })
  all.stream.add('a', { id: 'a' }, { poison: true })
  all.stream.add('a', { id: 'a' }, { number: 1 })
  await all.pass(4000)
  assert.deepEqual(all.arrived().get('a'), [0, 1])
  const [, aside] = all.entries
  assert.ok(aside && 'reason' in aside)
  assert.match(aside.reason, /nobody can read this/)
})

test('changes that were removed unread are told of loudly, and the rest is carried on', async () => {
  const all = new Instances()
  all.stream.open('a')
  all.stream.open('gone')
  all.start('one')
  all.stream.add('a', { id: 'a' }, { number: 0 })
  await all.pass(4000)
  all.kill('one')
  const { sequence } = all.stream.add('a', { id: 'a' }, { number: 1 })
  all.stream.add('a', { id: 'a' }, { number: 2 })
  all.stream.trim('a', sequence)
  all.stream.forget('gone')
  all.start('two')
  await all.pass(20_000)
  assert.deepEqual(all.arrived().get('a'), [0, 2])
  const loud = all.log.filter((line) => line.includes('CHANGES WERE LOST'))
  assert.equal(loud.length, 2)
  assert.ok(loud.every((line) => line.includes('"level":"fatal"')))
})

test('Kafka that is down keeps everything in order until it is back', async () => {
  const all = new Instances()
  all.stream.open('a')
  all.start('one')
  all.start('two')
  let down = true
  all.beforePublish = async () => {
    if (down) throw new Error('the brokers are gone')
  }
  for (let number = 0; number < 40; number++) {
    all.stream.add('a', { id: 'a' }, { number })
    await all.pass(1000)
  }
  assert.equal(all.entries.length, 0)
  down = false
  await all.pass(10_000)
  assert.deepEqual(
    all.arrived().get('a'),
    Array.from({ length: 40 }, (_, number) => number),
  )
})

for (const seed of [1, 2, 3, 4, 5, 6]) {
  test(`kills, splits, merges and failures lose nothing and keep the order of a key (seed ${seed})`, async () => {
    const all = new Instances()
    const random = seededRandom(seed)
    const written = new Map<string, number>()
    // Every key lives in the newest shard on its side.
    let sides = ['a', 'b']
    for (const side of sides) all.stream.open(side)
    all.beforePublish = async () => {
      if (random.fraction() < 0.2) throw new Error('not now')
    }
    for (const name of ['one', 'two']) all.start(name)
    for (let round = 0; round < 120; round++) {
      for (let write = 0; write < 3; write++) {
        const key = Math.floor(random.fraction() * 6)
        const number = written.get(`k${key}`) ?? 0
        written.set(`k${key}`, number + 1)
        all.stream.add(sides[key % 2] ?? '', { id: `k${key}` }, { number })
      }
      const dice = random.fraction()
      if (dice < 0.05) all.start(`later-${round}`)
      else if (dice < 0.1) all.kill([...all.running.keys()][0] ?? '')
      else if (dice < 0.15) sides = split(all, sides, round)
      else if (dice < 0.18) sides = merge(all, sides, round)
      await all.pass(250)
    }
    all.start('last')
    await all.pass(90_000)
    for (const [key, count] of written) {
      const numbers = Array.from({ length: count }, (_, number) => number)
      assert.deepEqual(all.arrived().get(key), numbers, key)
    }
  })
}

/** Each side goes on in a shard of its own. */
function split(all: Instances, sides: readonly string[], round: number): string[] {
  const parents = new Set(sides)
  const next = [`left-${round}`, `right-${round}`]
  for (const [index, shard] of next.entries()) {
    all.stream.open(shard, ...(parents.size === 1 ? parents : [sides[index] ?? '']))
  }
  return next
}

/** Both sides go on in one shard. */
function merge(all: Instances, sides: readonly string[], round: number): string[] {
  const shard = `both-${round}`
  all.stream.open(shard, ...new Set(sides))
  return [shard, shard]
}

/** How many shards each instance reads, fewest first. */
async function owners(all: Instances): Promise<readonly number[]> {
  const counts = new Map<string, number>()
  for (const { stream, owner } of await all.leases.list()) {
    if (stream === 'members' || owner === null) continue
    counts.set(owner, (counts.get(owner) ?? 0) + 1)
  }
  return [...counts.values()].toSorted((a, b) => a - b)
}
