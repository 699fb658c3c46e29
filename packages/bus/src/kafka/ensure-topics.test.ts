import assert from 'node:assert/strict'
import { test } from 'node:test'
import { realServer } from '@usher/testing'
import { ensureTopics } from './ensure-topics.ts'
import { readKafkaConfig } from './kafka-settings.ts'
import { openKafka } from './open-kafka.ts'
import { temporaryKafka } from './temporary-kafka.fixture.ts'

const server = realServer('USHER_KAFKA_BROKERS')

test('topics are made once, and found again by many processes', server.options, async (t) => {
  const { kafka, close } = await temporaryKafka(server.address, { seatEventsPartitions: 10 })
  t.after(close)
  await Promise.all([ensureTopics(kafka), ensureTopics(kafka)])
  const name = kafka.topicName('seat.status.changed')
  const metadata = await kafka.administer((admin) => admin.metadata({ topics: [name] }))
  assert.equal(metadata.topics.get(name)?.partitionsCount, 10)
})

test('a topic with too few partitions is named, with what to do', server.options, async (t) => {
  const { kafka, close } = await temporaryKafka(server.address, { seatEventsPartitions: 2 })
  t.after(close)
  const more = openKafka({ ...kafka.config, seatEventsPartitions: 3 })
  await assert.rejects(ensureTopics(more), {
    code: 'kafka_topic_too_small',
    message: /seat\.status\.changed has 2 partitions and should have 3: .*--alter/,
  })
})

test('missing topics are named, with what to do', server.options, async () => {
  const config = readKafkaConfig({ USHER_KAFKA_BROKERS: server.address })
  const kafka = openKafka({ ...config, topicPrefix: 'nowhere.' })
  await assert.rejects(ensureTopics(kafka), {
    code: 'kafka_topic_missing',
    message: /nowhere\.seat\.status\.changed \(10 partitions\).*USHER_KAFKA_CREATE_TOPICS=yes/,
  })
})

test('a broker that is not there is unavailable', async () => {
  const kafka = openKafka(readKafkaConfig({ USHER_KAFKA_BROKERS: '127.0.0.1:1' }))
  await assert.rejects(ensureTopics(kafka), { kind: 'unavailable', code: 'kafka_unavailable' })
})

test('settings that do not go together are refused', () => {
  const config = readKafkaConfig({})
  const code = { code: 'invalid_config' }
  assert.throws(() => openKafka({ ...config, saslMechanism: 'PLAIN' }), code)
  assert.throws(() => openKafka({ ...config, tlsCert: 'a.pem' }), code)
  assert.throws(() => openKafka({ ...config, tlsCa: 'ca.pem' }), code)
  assert.throws(() => openKafka({ ...config, tls: true, tlsCa: 'nowhere.pem' }), code)
  assert.throws(() => readKafkaConfig({ USHER_KAFKA_BROKERS: 'localhost' }), code)
})
