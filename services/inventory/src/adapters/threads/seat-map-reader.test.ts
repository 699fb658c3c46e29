import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isDomainError, systemClock } from '@usher/kernel'
import { manualClock } from '@usher/testing'
import { hallJson } from '../../samples/inventory-samples.fixture.ts'
import { sampleFile, seatMapReaderContract } from '../../ports/seat-map-reader.contract.ts'
import { threadsSeatMapReader } from './seat-map-reader.ts'

seatMapReaderContract('a thread', () => threadsSeatMapReader(systemClock))

test('a thread that dies fails its file, and the next file has a new one', async () => {
  const reader = threadsSeatMapReader(systemClock)
  // A column that is no text is what no caller can pass: the thread ends with a TypeError.
  const columns = { seat: 5 as never }
  const content = new TextEncoder().encode('seat\n1\n')
  const [died, lives] = await Promise.allSettled([
    reader.read(sampleFile({ format: 'csv', content, columns })),
    reader.read(sampleFile()),
  ])
  assert.ok(died.status === 'rejected' && isDomainError(died.reason, 'seat_map_reader_ended'))
  assert.equal(died.reason.kind, 'unavailable')
  assert.equal(lives.status, 'fulfilled')
})

test('a file that takes too long is given up', async () => {
  const clock = manualClock()
  const read = threadsSeatMapReader(clock).read(sampleFile())
  await Promise.all([assert.rejects(read, { code: 'seat_map_reader_slow' }), clock.advance(60_000)])
})

test('more files than may wait are turned away, and those that wait are read', async () => {
  const reader = threadsSeatMapReader(systemClock, { waiting: 1 })
  const reads = [0, 1, 2].map(() => reader.read(sampleFile({ content: hallJson() })))
  const outcomes = await Promise.allSettled(reads)
  assert.deepEqual(
    outcomes.map(({ status }) => status),
    ['fulfilled', 'fulfilled', 'rejected'],
  )
  await assert.rejects(Promise.reject(reasonOf(outcomes[2])), { code: 'seat_map_reader_busy' })
})

test('a file that comes after the thread has ended is read by another', async () => {
  const clock = manualClock()
  const reader = threadsSeatMapReader(clock)
  assert.equal((await reader.read(sampleFile())).seatCount, 20)
  await clock.advance(2_000)
  assert.equal((await reader.read(sampleFile())).seatCount, 20)
})

function reasonOf(outcome: PromiseSettledResult<unknown> | undefined): unknown {
  return outcome?.status === 'rejected' ? outcome.reason : undefined
}
