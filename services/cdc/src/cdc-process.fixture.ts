import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { outboxTable } from '@usher/bus/dynamodb/outbox-table'
import { temporaryKafka } from '@usher/bus/kafka/temporary-kafka.fixture'
import { type ServiceProcess, startsOf } from '@usher/process/service/service-process.fixture'
import { temporaryDynamodb } from '@usher/stores/dynamodb/temporary-dynamodb.fixture'
import { realServer, untilWithin } from '@usher/testing'
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
export const until = untilWithin(60_000, 100)

/** Tables and topics of their own, and cdc between them, in as many processes as are started. */
export async function openCdc(t: TestContext) {
  const tables = [seatsTable, outboxTable, cdcLeasesTable]
  const temporaryTables = await temporaryDynamodb(dynamo.address, tables)
  const temporaryTopics = await temporaryKafka(kafkaServer.address, { seatEventsPartitions: 3 })
  const { kafka } = temporaryTopics
  const env = {
    USHER_DYNAMODB_ENDPOINT: dynamo.address,
    USHER_DYNAMODB_TABLE_PREFIX: temporaryTables.tablePrefix,
    ...temporaryTopics.variables,
    USHER_CDC_LEASE: '3s',
    USHER_CDC_SHARE_EVERY: '500ms',
  }
  const { start, killAll } = startsOf(join(import.meta.dirname, 'main.ts'), env)
  t.after(async () => {
    await killAll()
    await temporaryTopics.close()
    await temporaryTables.close()
  })
  return { dynamodb: temporaryTables.dynamodb, kafka, start }
}

export async function isReady({ url }: ServiceProcess): Promise<boolean> {
  return (await fetch(`${url}/ready`)).ok
}
