import { outboxTable } from '@usher/bus/dynamodb/outbox-table'
import { ensureTopics } from '@usher/bus/kafka/ensure-topics'
import { readKafkaConfig } from '@usher/bus/kafka/kafka-settings'
import { openKafka } from '@usher/bus/kafka/open-kafka'
import { kafkaProducer } from '@usher/bus/kafka/producer'
import { runService } from '@usher/process/service/run-service'
import { readDynamodbConfig } from '@usher/stores/dynamodb/dynamodb-settings'
import { openDynamodb } from '@usher/stores/dynamodb/open-dynamodb'
import { openStreams } from '@usher/stores/dynamodb/open-streams'
import { awaitChangeStream } from './adapters/dynamodb/await-change-stream.ts'
import { cdcLeasesTable, dynamodbLeaseStore } from './adapters/dynamodb/lease-store.ts'
import { streamedTables } from './adapters/dynamodb/sources.ts'
import { kafkaMessageSink } from './adapters/kafka/message-sink.ts'
import { createCdc } from './cdc.ts'
import { readCdcConfig } from './config.ts'

const settings = {
  cdc: readCdcConfig,
  dynamodb: readDynamodbConfig,
  kafka: readKafkaConfig,
}

await runService('cdc', settings, async ({ clock, random, logger, metrics }, config) => {
  const kafka = openKafka(config.kafka)
  await ensureTopics(kafka)
  const dynamodb = await openDynamodb(config.dynamodb, [cdcLeasesTable, outboxTable], metrics)
  const streams = await openStreams(config.dynamodb)
  const sources = await Promise.all(
    Object.entries(streamedTables).map(async ([table, messageOf]) => {
      const stream = await awaitChangeStream({ streams, dynamodb, clock }, table)
      return { table, stream, messageOf }
    }),
  )
  const producer = kafkaProducer(kafka)
  const cdc = createCdc(
    {
      sources,
      leases: dynamodbLeaseStore(dynamodb),
      sink: kafkaMessageSink(producer),
      clock,
      random,
      logger,
      metrics,
    },
    config.cdc,
  )
  return {
    offers: [],
    jobs: cdc.jobs,
    ready: () => cdc.ready(),
    async close() {
      await cdc.close()
      await producer.close()
      streams.close()
      dynamodb.close()
    },
  }
})
