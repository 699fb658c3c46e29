import assert from 'node:assert/strict'
import { test } from 'node:test'
import { realServer } from '@usher/testing'
import { topics } from '../topics.ts'
import { type OutgoingRecord, outgoingRecord } from './cloud-events.ts'
import { listDeadLetters, replayDeadLetters } from './dead-letters.ts'
import { kafkaProducer } from './producer.ts'
import { rangesOf, readTopic } from './read-topic.ts'
import { temporaryKafka } from './temporary-kafka.fixture.ts'

const server = realServer('USHER_KAFKA_BROKERS')
const topic = topics.bookingConfirmed

test('dead letters are looked at, put back, and listed no more', server.options, async (t) => {
  const { kafka, close } = await temporaryKafka(server.address)
  const producer = kafkaProducer(kafka)
  t.after(async () => {
    await producer.close()
    await close()
  })
  await producer.send(['a', 'b', 'c'].map(letter))
  const listed = await listDeadLetters(kafka, { topic })
  assert.deepEqual(
    listed.map(({ id, key, deadLetter }) => [id, key, deadLetter.reason]),
    ['a', 'b', 'c'].map((key) => [`msg_${key}`, key, `no ${key} today`]),
  )
  assert.equal(await replayDeadLetters({ kafka, producer }, { topic, ids: ['msg_b'] }), 1)
  assert.equal((await listDeadLetters(kafka, { topic })).length, 3)
  assert.equal(await replayDeadLetters({ kafka, producer }, { topic, limit: 2 }), 2)
  assert.deepEqual(
    (await listDeadLetters(kafka, { topic })).map(({ key }) => key),
    ['c'],
  )
  const back: string[] = []
  for await (const record of readTopic(kafka, await rangesOf(kafka, topic.name))) {
    back.push(record.key)
    assert.equal(record.headers.get('ce_deadletter'), undefined)
    assert.equal(record.headers.get('ce_id'), `msg_${record.key}`)
  }
  assert.deepEqual(back, ['b', 'a', 'b'])
})

function letter(key: string): OutgoingRecord {
  return outgoingRecord({
    topic: `${topic.name}.dlq`,
    source: topic.source,
    id: `msg_${key}`,
    key,
    timeMs: 1_700_000_000_000,
    body: new Uint8Array([1]),
    deadLetter: { group: 'g', attempts: 5, reason: `no ${key} today` },
  })
}
