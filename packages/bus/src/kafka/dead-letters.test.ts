import assert from 'node:assert/strict'
import { realServer } from '@usher/testing'
import { deadLettersContract } from '../dead-letters.contract.ts'
import { topics } from '../topics.ts'
import { type OutgoingRecord, outgoingRecord } from './cloud-events.ts'
import { kafkaDeadLetters } from './dead-letters.ts'
import { kafkaProducer } from './producer.ts'
import { rangesOf, readTopic } from './read-topic.ts'
import { temporaryKafka } from './temporary-kafka.fixture.ts'

const server = realServer('USHER_KAFKA_BROKERS')
const topic = topics.bookingConfirmed

deadLettersContract('kafkaDeadLetters', open, server.options)

async function open() {
  const { kafka, close } = await temporaryKafka(server.address)
  const producer = kafkaProducer(kafka)
  return {
    letters: kafkaDeadLetters({ kafka, producer }),
    bury: (...keys: readonly string[]) => producer.send(keys.map(letterRecord)),
    async back() {
      const ids: string[] = []
      for await (const { headers } of readTopic(kafka, await rangesOf(kafka, topic.name))) {
        assert.equal(headers.get('ce_deadletter'), undefined)
        ids.push(headers.get('ce_id') ?? '')
      }
      return ids
    },
    async close() {
      await producer.close()
      await close()
    },
  }
}

function letterRecord(key: string): OutgoingRecord {
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
