import assert from 'node:assert/strict'
import { test } from 'node:test'
import { noMetrics, silentLogger } from '@usher/telemetry'
import { manualClock, seededRandom } from '@usher/testing'
import { MemoryChangeStream } from '../adapters/memory/change-stream.ts'
import { memoryLeaseStore } from '../adapters/memory/lease-store.ts'
import { memoryMessageSink } from '../adapters/memory/message-sink.ts'
import type { Change, Message } from '../domain/change.ts'
import { newLease } from '../domain/lease.ts'
import { cdcTelemetry } from '../telemetry.ts'
import { HeldShard } from './held-shard.ts'
import { relayShard } from './relay-shard.ts'

const leaseMs = 10_000

test('a batch whose reading outlasted the lease is read again when the lease is renewed', async () => {
  const { clock, stream, held, ports } = await open()
  stream.add('a', { id: 'a' }, { number: 0 })
  stream.afterRead = () => clock.advance(leaseMs + 1)
  await relayShard(ports, held)
  assert.deepEqual(published(ports.sink), [])
  stream.afterRead = async () => undefined
  await held.write({})
  stream.add('a', { id: 'a' }, { number: 1 })
  await relayShard(ports, held)
  assert.deepEqual(published(ports.sink), ['0', '1'])
})

test('behind a few changes a shard is left alone until its next turn', async () => {
  const { stream, held, ports } = await open()
  const reads = { count: 0 }
  stream.afterRead = async () => {
    reads.count++
    stream.add('a', { id: 'a' }, { number: reads.count })
  }
  stream.add('a', { id: 'a' }, { number: 0 })
  await relayShard(ports, held)
  stream.add('a', { id: 'b' }, { number: 7 })
  await relayShard(ports, held)
  assert.equal(reads.count, 2)
  assert.deepEqual(published(ports.sink), ['0', '1', '7'])
})

/** An instance that holds the one shard of a stream. */
async function open() {
  const clock = manualClock()
  const leases = memoryLeaseStore()
  const stream = new MemoryChangeStream('arn:seats')
  stream.open('a')
  const source = { table: 'seats', stream, messageOf }
  const lease = { ...newLease(stream.name, 'a'), owner: 'me' }
  await leases.create(lease)
  const held = new HeldShard({ leases, clock, leaseMs }, source, lease, clock.monotonicMs())
  const sink = memoryMessageSink()
  const telemetry = cdcTelemetry(silentLogger, noMetrics, clock)
  const needs = { clock, random: seededRandom(1), telemetry, leaseMs }
  return { clock, stream, held, ports: { ...needs, me: 'me', sources: [source], leases, sink } }
}

function messageOf({ newImage, key: { id: key }, atMs }: Change): Message {
  const id = String(newImage?.['number'])
  return { topic: 'seats', source: '/', id, key: String(key), timeMs: atMs, body: new Uint8Array() }
}

function published({ entries }: ReturnType<typeof memoryMessageSink>): readonly string[] {
  return entries.map((entry) => ('id' in entry ? entry.id : entry.reason))
}
