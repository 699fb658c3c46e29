import assert from 'node:assert/strict'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { outboxTable } from '@usher/bus/dynamodb/outbox-table'
import { temporaryKafka } from '@usher/bus/kafka/temporary-kafka.fixture'
import { systemClock } from '@usher/kernel'
import { type ServiceProcess, startProcess } from '@usher/process/service/service-process.fixture'
import { temporaryDynamodb } from '@usher/stores/dynamodb/temporary-dynamodb.fixture'
import { realServer } from '@usher/testing'
import { cdcLeasesTable } from './adapters/dynamodb/lease-store.ts'

const dynamo = realServer('USHER_DYNAMODB_ENDPOINT')
const kafkaServer = realServer('USHER_KAFKA_BROKERS')
/** What cdc needs to run. */
export const cdcServers = { skip: dynamo.options.skip || kafkaServer.options.skip }

const seatsTable = {
  name: 'seats',
  key: ['event_id', 'seat_number'],
  attributes: { event_id: 'N', seat_number: 'S' },
  stream: true,
} as const
const PATIENCE_MS = 60_000

/** Tables and topics of their own, and cdc between them, in as many processes as are started. */
export async function openCdc(t: TestContext) {
  const tables = [seatsTable, outboxTable, cdcLeasesTable]
  const temporaryTables = await temporaryDynamodb(dynamo.address, tables)
  const temporaryTopics = await temporaryKafka(kafkaServer.address, { seatEventsPartitions: 3 })
  const { kafka } = temporaryTopics
  const processes: ServiceProcess[] = []
  t.after(async () => {
    await Promise.all(processes.map((each) => each.kill()))
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
  const start = async () => {
    const running = await startProcess(join(import.meta.dirname, 'main.ts'), env)
    processes.push(running)
    return running
  }
  return { dynamodb: temporaryTables.dynamodb, kafka, start }
}

export async function isReady({ url }: ServiceProcess): Promise<boolean> {
  return (await fetch(`${url}/ready`)).ok
}

export async function until(done: () => Promise<boolean>): Promise<void> {
  const endMs = performance.now() + PATIENCE_MS
  while (performance.now() < endMs) {
    if (await done()) return
    await systemClock.sleep(100)
  }
  assert.fail('what was waited for did not happen')
}
