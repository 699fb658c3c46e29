import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PutCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb'
import { outboxMessage, topics } from '@usher/bus'
import { putOutbox } from '@usher/bus/dynamodb/outbox-table'
import { rangesOf, readTopic } from '@usher/bus/kafka/read-topic'
import { systemClock, systemRandom } from '@usher/kernel'
import { cdcServers, isReady, openCdc, until } from './cdc-process.fixture.ts'

const SEATS = 10
const VERSIONS = 40

test(
  'an instance that is killed with -9 loses nothing, and no seat gets out of order',
  cdcServers,
  async (t) => {
    const { dynamodb, kafka, start } = await openCdc(t)
    const first = await start()
    await until(() => isReady(first))
    const writing = writeAll(dynamodb)
    await until(async () => (await versionsOf(kafka)).size > 0)
    const second = await start()
    await until(() => isReady(second))
    await first.kill()
    await writing
    const isWhole = (seen: ReadonlyMap<string, readonly number[]>) =>
      seen.size === SEATS && [...seen.values()].every((each) => new Set(each).size === VERSIONS)
    await until(async () => isWhole(await versionsOf(kafka)))
    const versions = Array.from({ length: VERSIONS }, (_, index) => index + 1)
    for (const seen of (await versionsOf(kafka)).values()) {
      assert.deepEqual([...new Set(seen)], versions)
    }
    await until(async () => (await bookingsOf(kafka)).size === SEATS)
  },
)

type Documents = Awaited<ReturnType<typeof openCdc>>['dynamodb']

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

type OpenKafka = Awaited<ReturnType<typeof openCdc>>['kafka']

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

/** The bookings that are told of by now: they have a stream of their own, which may come later. */
async function bookingsOf(kafka: OpenKafka): Promise<ReadonlySet<string>> {
  const bookings = new Set<string>()
  const ranges = await rangesOf(kafka, topics.bookingConfirmed.name)
  for await (const { key } of readTopic(kafka, ranges)) bookings.add(key)
  return bookings
}
