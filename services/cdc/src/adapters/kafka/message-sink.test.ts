import { rangesOf, readTopic } from '@usher/bus/kafka/read-topic'
import { kafkaProducer } from '@usher/bus/kafka/producer'
import { temporaryKafka } from '@usher/bus/kafka/temporary-kafka.fixture'
import { realServer } from '@usher/testing'
import { messageSinkContract } from '../../ports/message-sink.contract.ts'
import { kafkaMessageSink } from './message-sink.ts'

const server = realServer('USHER_KAFKA_BROKERS')

messageSinkContract(
  'kafkaMessageSink',
  async () => {
    const { kafka, close } = await temporaryKafka(server.address, { seatEventsPartitions: 3 })
    const producer = kafkaProducer(kafka)
    const keptIn = async (topic: string) => {
      const kept: string[] = []
      for await (const { key, headers } of readTopic(kafka, await rangesOf(kafka, topic))) {
        kept.push(`${key}:${headers.get('ce_id')}`)
      }
      return kept
    }
    return {
      sink: kafkaMessageSink(producer),
      kept: keptIn,
      unreadable: async () => (await keptIn('relay.dlq')).length,
      async close() {
        await producer.close()
        await close()
      },
    }
  },
  server.options,
)
