import assert from 'node:assert/strict'
import { test } from 'node:test'
import { realServer } from '@usher/testing'
import type { OutgoingRecord } from './cloud-events.ts'
import { kafkaProducer } from './producer.ts'
import { rangesOf, readTopic } from './read-topic.ts'
import { temporaryKafka } from './temporary-kafka.fixture.ts'

const server = realServer('USHER_KAFKA_BROKERS')

test('many senders at once share batches and keep their order', server.options, async (t) => {
  const { kafka, close } = await temporaryKafka(server.address, { bookingEventsPartitions: 3 })
  const producer = kafkaProducer(kafka)
  t.after(close)
  const sends = Array.from({ length: 3000 }, (_, index) =>
    producer.send([record(`k${index % 7}`, String(index))]),
  )
  await Promise.all(sends)
  await producer.close()
  const seen = new Map<string, number[]>()
  for await (const { key, value } of readTopic(kafka, await rangesOf(kafka, 'booking.confirmed'))) {
    seen.set(key, [...(seen.get(key) ?? []), Number(Buffer.from(value).toString())])
  }
  assert.equal([...seen.values()].flat().length, 3000)
  for (const values of seen.values())
    assert.deepEqual(
      values,
      values.toSorted((a, b) => a - b),
    )
})

test('a record that no broker takes is refused and holds up nobody', server.options, async (t) => {
  const { kafka, close } = await temporaryKafka(server.address)
  const producer = kafkaProducer(kafka)
  t.after(async () => {
    await producer.close()
    await close()
  })
  const large = { ...record('a', ''), value: new Uint8Array(1_100_000) }
  await assert.rejects(producer.send([large]), { kind: 'invalid', code: 'message_too_large' })
  const batches = Array.from({ length: 5 }, () => ({
    ...record('a', ''),
    value: new Uint8Array(800_000),
  }))
  await producer.send(batches)
  const [range] = await rangesOf(kafka, 'booking.confirmed')
  assert.equal(range?.to, 5)
})

test('keys go where the Java clients put them', server.options, async (t) => {
  const { kafka, close } = await temporaryKafka(server.address, { bookingEventsPartitions: 10 })
  const producer = kafkaProducer(kafka)
  t.after(async () => {
    await producer.close()
    await close()
  })
  const keys = ['987#A1', '987#A2', 'bk_1', '夜雨']
  await producer.send(keys.map((key) => record(key, '')))
  const found = new Map<string, number>()
  for await (const { key, partition } of readTopic(
    kafka,
    await rangesOf(kafka, 'booking.confirmed'),
  )) {
    found.set(key, partition)
  }
  assert.deepEqual(
    keys.map((key) => found.get(key)),
    keys.map((key) => (murmur2(Buffer.from(key)) & 0x7fffffff) % 10),
  )
})

function record(key: string, value: string): OutgoingRecord {
  return { topic: 'booking.confirmed', key, value: Buffer.from(value), headers: {} }
}

/** As in org.apache.kafka.common.utils.Utils. */
function murmur2(data: Buffer): number {
  const m = 0x5bd1e995
  let h = 0x9747b28c ^ data.length
  const words = data.length >> 2
  for (let i = 0; i < words; i++) {
    let k = Math.imul(data.readInt32LE(i * 4), m)
    k ^= k >>> 24
    h = Math.imul(h, m) ^ Math.imul(k, m)
  }
  const rest = data.length & 3
  const tail = words * 4
  if (rest === 3) h ^= (data[tail + 2] ?? 0) << 16
  if (rest >= 2) h ^= (data[tail + 1] ?? 0) << 8
  if (rest >= 1) h = Math.imul(h ^ (data[tail] ?? 0), m)
  h = Math.imul(h ^ (h >>> 13), m)
  return h ^ (h >>> 15)
}
