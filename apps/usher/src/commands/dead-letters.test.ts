import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { create, toBinary } from '@bufbuild/protobuf'
import { openTopicLog, type PlainTopic, topics } from '@usher/bus'
import { outgoingRecord, type ReadRecord } from '@usher/bus/kafka/cloud-events'
import { ensureTopics } from '@usher/bus/kafka/ensure-topics'
import { kafkaProducer } from '@usher/bus/kafka/producer'
import { rangesOf, readTopic } from '@usher/bus/kafka/read-topic'
import { unreadableRecord } from '@usher/bus/kafka/relay-dead-letters'
import { temporaryKafka } from '@usher/bus/kafka/temporary-kafka.fixture'
import { BookingConfirmedSchema } from '@usher/contracts'
import { systemClock, systemRandom } from '@usher/kernel'
import { openSqliteTables } from '@usher/stores'
import { documentsTopic } from '@usher/search/adapters/kafka-connect/published-documents'
import { realServer } from '@usher/testing'
import { runUsher } from './run-command.fixture.ts'

const kafkaServer = realServer('USHER_KAFKA_BROKERS')
const topic = topics.bookingConfirmed
const timeMs = 1_700_000_000_000
const deadLetter = { group: 'notification', attempts: 5, reason: 'Error: no mailbox' }

test('letters of a data directory are shown in plain words, and put back', async (t) => {
  const data = ['--data-dir', await dataDirWith(t, 'bk_1', 'bk_2')]
  const shown = await run('list', ...data)
  assert.equal(shown.code, 0, shown.said)
  assert.match(shown.out, /^msg_bk_1 +booking\.confirmed, of 2023-11-14T22:13:20\.000Z, key bk_1$/m)
  assert.match(shown.out, /notification gave up after 5 attempts: Error: no mailbox/)
  assert.match(shown.out, /"booking_id":"bk_1"/)
  const one = await run('replay', topic.name, '--id', 'msg_bk_2', '--json', ...data)
  assert.deepEqual(JSON.parse(one.out), { topic: topic.name, replayed: 1 })
  const rest = await run('replay', `${topic.name}.dlq`, ...data)
  assert.equal(rest.out, '1 message was put back into booking.confirmed.')
  assert.equal((await run('list', topic.name, ...data)).out, 'No message is set aside.')
})

test('letters of Kafka are shown as JSON, and put back', kafkaServer.options, async (t) => {
  const { producer, env } = await openKafkaLetters(t)
  const { source } = topic
  const letter = { topic: `${topic.name}.dlq`, source, timeMs, deadLetter }
  await producer.send([
    outgoingRecord({ ...letter, id: 'msg_bk_1', key: 'bk_1', body: bodyOf('bk_1') }),
    outgoingRecord({ ...letter, id: 'msg_bad', key: 'bad', body: new Uint8Array([255, 255]) }),
  ])
  const list = async () => JSON.parse((await run('list', '--json', env)).out).letters
  const [first, second] = await list()
  assert.deepEqual(first, {
    topic: topic.name,
    id: 'msg_bk_1',
    key: 'bk_1',
    time: '2023-11-14T22:13:20.000Z',
    ...deadLetter,
    message: { booking_id: 'bk_1', seat_numbers: ['A1', 'A2'] },
  })
  assert.deepEqual(second.message, { unreadable_base64: '//8=' })
  const one = await run('replay', topic.name, '--limit', '1', env)
  assert.equal(one.out, '1 message was put back into booking.confirmed.', one.said)
  assert.deepEqual(
    (await list()).map(({ id }: { id: string }) => id),
    ['msg_bad'],
  )
})

test('what nobody shall get again is dismissed', async (t) => {
  const data = ['--data-dir', await dataDirWith(t, 'bk_1', 'bk_2', 'bk_3')]
  const one = await run('dismiss', topic.name, '--id', 'msg_bk_2', ...data)
  assert.equal(one.out, '1 message was dismissed from booking.confirmed.')
  const rest = await run('dismiss', topic.name, '--json', ...data)
  assert.deepEqual(JSON.parse(rest.out), { topic: topic.name, dismissed: 2 })
  assert.equal((await run('list', ...data)).out, 'No message is set aside.')
})

test('letters of a Kafka Connect worker go back as they were', kafkaServer.options, async (t) => {
  const { producer, env, readBack } = await openKafkaLetters(t, documentsTopic)
  const letter = { topic: 'search.documents.dlq', key: '21', value: Buffer.from('{"event_id":21}') }
  const errors = {
    '__connect.errors.connector.name': 'search-documents',
    '__connect.errors.exception.message': 'latitude must be in [-90.0, 90.0]',
  }
  await producer.send([{ ...letter, headers: { version: '7', ...errors } }])
  const [shown, ...others] = JSON.parse((await run('list', '--json', env)).out).letters
  assert.deepEqual(others, [])
  const { time, ...rest } = shown
  assert.ok(Date.parse(time) > timeMs)
  assert.deepEqual(rest, {
    topic: 'search.documents',
    id: 'search.documents.dlq/0/0',
    key: '21',
    group: 'search-documents',
    attempts: 1,
    reason: 'latitude must be in [-90.0, 90.0]',
    message: { event_id: 21 },
  })
  const back = await run('replay', 'search.documents', '--id', shown.id, env)
  assert.equal(back.out, '1 message was put back into search.documents.', back.said)
  const [record] = await readBack('search.documents')
  assert.deepEqual(String(record?.value), '{"event_id":21}')
  assert.deepEqual(Object.fromEntries(record?.headers ?? []), { version: '7' })
  assert.equal((await run('list', env)).out, 'No message is set aside.')
})

test(
  'what no relay could read is shown, and says how it is mended',
  kafkaServer.options,
  async (t) => {
    const { producer, env } = await openKafkaLetters(t)
    const row = { id: 7, event_type: 'event.updatd', payload: {} }
    const parts = { id: 'outbox_events/7', key: 'event/1', timeMs, content: row }
    await producer.send([unreadableRecord({ ...parts, deadLetter })])
    const shown = JSON.parse((await run('list', 'relay.dlq', '--json', env)).out).letters
    assert.deepEqual([shown[0].id, shown[0].message], ['outbox_events/7', row])
    const refused = await run('replay', 'relay.dlq', env)
    assert.equal(refused.code, 2)
    assert.match(
      refused.said,
      /nothing of relay\.dlq can be put back: correct the row of outbox_events/,
    )
    const dismissed = await run('dismiss', 'relay.dlq', '--id', 'outbox_events/7', env)
    assert.equal(dismissed.code, 0, dismissed.said)
    assert.equal((await run('list', 'relay.dlq', env)).out, 'No message is set aside.')
  },
)

test('what cannot be done is said in a sentence', async (t) => {
  const data = ['--data-dir', await dataDirWith(t, 'bk_1')]
  const wrong = [
    [['list', 'booking.confirmd'], 2, /did you mean booking\.confirmed/],
    [['list', 'everything'], 2, /there are seat\.status\.changed, /],
    [['list', topic.name, 'more'], 2, /no topic more/],
    [['replay'], 2, /say "usher dead-letters replay TOPIC"/],
    [['dismiss', 'a', 'b'], 2, /say "usher dead-letters dismiss TOPIC"/],
    [['list', '--limit', '0'], 2, /--limit takes a whole number from 1 to 1000/],
    [['list', '--brokers', 'a:1', '--data-dir', 'b'], 2, /do not go together/],
    [['list', '--brokers', 'nonsense'], 3, /USHER_KAFKA_BROKERS/],
    [['list', '--brokers', '127.0.0.1:1'], 1, /Kafka cannot be used/],
    [['list', '--data-dir', 'no/such'], 3, /no usher\.db in no\/such/],
    [['replay', topic.name, '--id', 'msg_x', ...data], 1, /no open dead letter .* is called msg_x/],
  ] as const
  for (const [words, code, sentence] of wrong) {
    const ran = await run(...words)
    assert.deepEqual([ran.code, ran.out], [code, ''], ran.said)
    assert.match(ran.said, sentence)
  }
})

function run(...words: readonly (string | Readonly<Record<string, string>>)[]) {
  const last = words.at(-1)
  const env = typeof last === 'object' ? last : {}
  return runUsher(['dead-letters', ...words.filter((word) => typeof word === 'string')], env)
}

/** Topics of a test's own, and the environment in which the command finds them. */
async function openKafkaLetters(t: TestContext, ...besides: readonly PlainTopic[]) {
  const { kafka, close } = await temporaryKafka(kafkaServer.address)
  await ensureTopics(kafka, besides)
  const producer = kafkaProducer(kafka)
  t.after(async () => {
    await producer.close()
    await close()
  })
  const env = {
    USHER_KAFKA_BROKERS: kafkaServer.address,
    USHER_KAFKA_TOPIC_PREFIX: kafka.config.topicPrefix,
  }
  const readBack = async (name: string) => {
    const records: ReadRecord[] = []
    for await (const record of readTopic(kafka, await rangesOf(kafka, name))) records.push(record)
    return records
  }
  return { producer, env, readBack }
}

async function dataDirWith(t: TestContext, ...bookingIds: readonly string[]): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'usher-dead-letters-'))
  t.after(() => rm(directory, { recursive: true }))
  const tables = await openSqliteTables({ directory })
  const log = await openTopicLog({ tables, clock: systemClock, random: systemRandom })
  const letters = bookingIds.map((bookingId) =>
    log.recordDeadLetter(topic, {
      message_id: `msg_${bookingId}`,
      message_key: bookingId,
      time_ms: timeMs,
      body: Buffer.from(bodyOf(bookingId)).toString('base64'),
      dead_letter: deadLetter,
    }),
  )
  await tables.commit(letters)
  await tables.close()
  return directory
}

function bodyOf(bookingId: string): Uint8Array {
  const parts = { bookingId, seatNumbers: ['A1', 'A2'] }
  return toBinary(BookingConfirmedSchema, create(BookingConfirmedSchema, parts))
}
