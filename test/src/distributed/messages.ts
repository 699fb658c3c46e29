import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import { fromBinary } from '@bufbuild/protobuf'
import { type MessageOf, type Topic, topics } from '@usher/bus'
import type { OutboxItem } from '@usher/bus/dynamodb/outbox-table'
import { readKafkaConfig } from '@usher/bus/kafka/kafka-settings'
import { openKafka } from '@usher/bus/kafka/open-kafka'
import { rangesOf, readTopic } from '@usher/bus/kafka/read-topic'
import type { OutboxDatabase } from '@usher/bus/mysql/outbox-events'
import { readMysqlConfig } from '@usher/stores/mysql/mysql-settings'
import { openMysql } from '@usher/stores/mysql/open-mysql'
import { until } from '../e2e/until.ts'
import type { Books } from './books.ts'
import type { Settings } from './servers.ts'
import { stored } from './stored.ts'

/** What a topic says, in order for each key: what came more than once counts as it came first. */
export async function messagesIn<AnyTopic extends Topic>(
  settings: Settings,
  { name, schema }: AnyTopic,
): Promise<ReadonlyMap<string, MessageOf<AnyTopic>>> {
  const kafka = openKafka(readKafkaConfig(Object.fromEntries(settings)))
  const found = new Map<string, MessageOf<AnyTopic>>()
  for await (const { headers, value } of readTopic(kafka, await rangesOf(kafka, name))) {
    const id = headers.get('ce_id') ?? ''
    if (!found.has(id)) found.set(id, fromBinary(schema, value) as MessageOf<AnyTopic>)
  }
  return found
}

const TOLD_WITHIN_MS = 120_000

/** Waits until the topics have all that the outboxes have. */
export async function untilTold(t: TestContext, settings: Settings): Promise<void> {
  const beganMs = Date.now()
  const isTold = async () => (await notToldYet(settings)).length === 0
  await until('everything is told', isTold, TOLD_WITHIN_MS)
  t.diagnostic(`the outboxes were empty ${Date.now() - beganMs} ms after the crowd had gone`)
}

/** Ids in the outboxes of DynamoDB and of MySQL that no topic has yet. */
async function notToldYet(settings: Settings): Promise<readonly string[]> {
  const told = new Set<string>()
  for (const topic of fromDynamodb) {
    for (const id of (await messagesIn(settings, topic)).keys()) told.add(id)
  }
  const items = await stored<OutboxItem>(settings, 'outbox')
  const ids = items.map(({ message_id: id }) => id).filter((id) => !told.has(id))
  return [...ids, ...(await unprocessedRows(settings))]
}

const fromDynamodb = [topics.bookingConfirmed, topics.bookingCancelled, topics.reservationExpired]

async function unprocessedRows(settings: Settings): Promise<readonly string[]> {
  const mysql = openMysql<OutboxDatabase>(readMysqlConfig(Object.fromEntries(settings)))
  try {
    const waiting = mysql.db.selectFrom('outbox_events').select('id').where('processed', '=', 0)
    return (await waiting.execute()).map(({ id }) => `row ${id}`)
  } finally {
    await mysql.close()
  }
}

/** Each seat was told of from its first change to how it is now, with none left out. */
export async function checkSeatsTold(
  settings: Settings,
  eventId: number,
  { seats }: Books,
): Promise<void> {
  const told = new Map<string, { version: number; newStatus: string }>()
  const latest = (name: string) => told.get(name) ?? { version: 0, newStatus: 'AVAILABLE' }
  for (const change of (await messagesIn(settings, topics.seatStatusChanged)).values()) {
    if (change.eventId !== eventId) continue
    const { seatNumber: name, version, oldStatus } = change
    const before = latest(name)
    assert.deepEqual([version, oldStatus], [before.version + 1, before.newStatus], name)
    told.set(name, change)
  }
  for (const { seat_number: name, version, status } of seats) {
    const last = latest(name)
    assert.deepEqual([last.version, last.newStatus], [version, status], name)
  }
}
