import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { PutCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb'
import { outboxMessage, topics } from '@usher/bus'
import { outboxTable, putOutbox } from '@usher/bus/dynamodb/outbox-table'
import { rangesOf, readTopic } from '@usher/bus/kafka/read-topic'
import { temporaryKafka } from '@usher/bus/kafka/temporary-kafka.fixture'
import { systemClock, systemRandom } from '@usher/kernel'
import { temporaryDynamodb } from '@usher/stores/dynamodb/temporary-dynamodb.fixture'
import { realServer } from '@usher/testing'
import { cdcLeasesTable } from './adapters/dynamodb/lease-store.ts'

const dynamo = realServer('USHER_DYNAMODB_ENDPOINT')
const kafkaServer = realServer('USHER_KAFKA_BROKERS')
const both = { skip: dynamo.options.skip || kafkaServer.options.skip }

const seatsTable = {
  name: 'seats',
  key: ['event_id', 'seat_number'],
  attributes: { event_id: 'N', seat_number: 'S' },
  stream: true,
} as const
const SEATS = 10
const VERSIONS = 40
const PATIENCE_MS = 60_000

test(
  'an instance that is killed with -9 loses nothing, and no seat gets out of order',
  both,
  async (t) => {
    const { dynamodb, kafka, start } = await open(t)
    const first = start()
    await until(() => isReady(first))
    const writing = writeAll(dynamodb)
    await until(async () => (await versionsOf(kafka)).size > 0)
    const second = start()
    await until(() => isReady(second))
    first.process.kill('SIGKILL')
    await writing
    const isWhole = (seen: ReadonlyMap<string, readonly number[]>) =>
      seen.size === SEATS && [...seen.values()].every((each) => new Set(each).size === VERSIONS)
    await until(async () => isWhole(await versionsOf(kafka)))
    const versions = Array.from({ length: VERSIONS }, (_, index) => index + 1)
    for (const seen of (await versionsOf(kafka)).values()) {
      assert.deepEqual([...new Set(seen)], versions)
    }
    const bookings = new Set<string>()
    for await (const { key } of readTopic(kafka, await rangesOf(kafka, 'booking.confirmed'))) {
      bookings.add(key)
    }
    assert.equal(bookings.size, SEATS)
  },
)

async function open(t: TestContext) {
  const tables = [seatsTable, outboxTable, cdcLeasesTable]
  const temporaryTables = await temporaryDynamodb(dynamo.address, tables)
  const temporaryTopics = await temporaryKafka(kafkaServer.address, { seatEventsPartitions: 3 })
  const { kafka } = temporaryTopics
  const processes: Running[] = []
  t.after(async () => {
    for (const { process: child } of processes) child.kill('SIGKILL')
    await temporaryTopics.close()
    await temporaryTables.close()
  })
  const env = {
    USHER_DYNAMODB_ENDPOINT: dynamo.address,
    USHER_DYNAMODB_TABLE_PREFIX: temporaryTables.tablePrefix,
    USHER_KAFKA_BROKERS: kafkaServer.address,
    USHER_KAFKA_TOPIC_PREFIX: kafka.config.topicPrefix,
    USHER_KAFKA_SEAT_EVENTS_PARTITIONS: '3',
    USHER_KAFKA_BOOKING_EVENTS_PARTITIONS: '1',
    USHER_CDC_LEASE: '3s',
    USHER_CDC_SHARE_EVERY: '500ms',
  }
  const start = () => {
    const running = startCdc(env)
    processes.push(running)
    return running
  }
  return { dynamodb: temporaryTables.dynamodb, kafka, start }
}

interface Running {
  readonly process: ChildProcess
  readonly url: () => string
}

function startCdc(env: Readonly<Record<string, string>>): Running {
  const ports = { USHER_HOST: '127.0.0.1', USHER_PORT: '0', USHER_HTTP_PORT: '0' }
  const child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts')], {
    env: { PATH: process.env['PATH'], ...env, ...ports },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
  return {
    process: child,
    url: () => {
      assert.equal(child.exitCode, null, said)
      return /"http":"([^"]+)"/.exec(said)?.[1] ?? ''
    },
  }
}

async function isReady({ url }: Running): Promise<boolean> {
  return url() !== '' && (await fetch(`${url()}/ready`)).ok
}

type Documents = Awaited<ReturnType<typeof open>>['dynamodb']

/** Every seat goes through its versions, one after the other; each ends with a booking. */
async function writeAll(dynamodb: Documents): Promise<void> {
  const seats = Array.from({ length: SEATS }, (_, index) => `A${index}`)
  await Promise.all(
    seats.map(async (seat_number) => {
      for (let version = 1; version <= VERSIONS; version++) {
        const Item = { event_id: 987, seat_number, status: 'RESERVED', version, updated_at: 5 }
        const TableName = dynamodb.table('seats')
        await dynamodb.documents.send(new PutCommand({ TableName, Item }))
        await systemClock.sleep(100)
      }
      const needs = { clock: systemClock, random: systemRandom }
      const message = outboxMessage(needs, topics.bookingConfirmed, { bookingId: seat_number })
      const put = putOutbox(dynamodb.table('outbox'), message)
      const TransactItems = [{ Put: { ...put.Put, Item: { ...put.Put.Item } } }]
      await dynamodb.documents.send(new TransactWriteCommand({ TransactItems }))
    }),
  )
}

type OpenKafka = Awaited<ReturnType<typeof open>>['kafka']

/** Seat -> the versions that its messages tell of, as they stand in the topic. */
async function versionsOf(kafka: OpenKafka): Promise<ReadonlyMap<string, readonly number[]>> {
  const seen = new Map<string, number[]>()
  const ranges = await rangesOf(kafka, topics.seatStatusChanged.name)
  for await (const { key, headers } of readTopic(kafka, ranges)) {
    const version = Number(headers.get('ce_id')?.split('/').at(-1))
    seen.set(key, [...(seen.get(key) ?? []), version])
  }
  return seen
}

async function until(done: () => Promise<boolean>): Promise<void> {
  const endMs = performance.now() + PATIENCE_MS
  while (performance.now() < endMs) {
    if (await done()) return
    await systemClock.sleep(100)
  }
  assert.fail('what was waited for did not happen')
}
