import type { DeadLetters } from '@usher/bus'
import { kafkaDeadLetters } from '@usher/bus/kafka/dead-letters'
import { ensureTopics } from '@usher/bus/kafka/ensure-topics'
import { kafkaProducer } from '@usher/bus/kafka/producer'
import { temporaryKafka } from '@usher/bus/kafka/temporary-kafka.fixture'
import { systemClock, systemRandom } from '@usher/kernel'
import { openElasticsearch } from '@usher/stores/elasticsearch/open-elasticsearch'
import { ownServer, type OwnServer, untilWithin } from '@usher/testing'
import { change } from '../../documents.fixture.ts'
import type { DocumentChange } from '../../domain/event-document.ts'
import type { SearchIndex } from '../../ports/search-index.ts'
import { elasticsearchSearchIndex, EVENTS_ALIAS } from '../elasticsearch/search-index.ts'
import { documentsTopic, publishedDocuments } from './published-documents.ts'
import { putConnector } from './put-connector.ts'

const OWN_ALIAS = 'own'
const until = untilWithin(120_000, 100)

/** Two indices in one Elasticsearch: ours writes the one, a worker of Kafka Connect the other. */
export interface BothIndices {
  readonly own: SearchIndex
  readonly connected: SearchIndex
  readonly elasticsearch: OwnServer
  readonly worker: OwnServer
  /** To both. */
  put(changes: readonly DocumentChange[]): Promise<void>
  /** Sends something that no index of ours would. */
  sendRaw(key: string, value: string, headers: Readonly<Record<string, string>>): Promise<void>
  /** Resolves when the worker has written all that was published before. */
  settled(): Promise<void>
  /** Ids, versions and documents as they are, in text. */
  contents(): Promise<Record<'own' | 'connected', string>>
  /** What the worker has put aside. */
  readonly letters: DeadLetters
  close(): Promise<void>
}

export async function openBothIndices(brokers: string): Promise<BothIndices> {
  const { kafka, elasticsearch, worker, close } = await openServers(brokers)
  const client = openElasticsearch({ url: elasticsearch.address, timeoutMs: 120_000 })
  const producer = kafkaProducer(kafka)
  const needs = { client, clock: systemClock, random: systemRandom }
  const own = elasticsearchSearchIndex({ ...needs, alias: OWN_ALIAS })
  const liveChanges = publishedDocuments(producer)
  const connected = elasticsearchSearchIndex({ ...needs, liveChanges })
  const put = async (changes: readonly DocumentChange[]) => {
    await Promise.all([own.put(changes), connected.put(changes)])
  }
  return {
    own,
    connected,
    elasticsearch,
    worker,
    put,
    sendRaw: (key, value, headers) =>
      producer.send([{ topic: documentsTopic.name, key, value: Buffer.from(value), headers }]),
    settled: settling(put, elasticsearch),
    contents: async () => ({
      own: await textOf(elasticsearch, OWN_ALIAS),
      connected: await textOf(elasticsearch, EVENTS_ALIAS),
    }),
    letters: kafkaDeadLetters({ kafka, producer }),
    async close() {
      await client.close()
      await producer.close()
      await close()
    },
  }
}

/** Topics of its own on these brokers, and an Elasticsearch and a worker that may be harmed. */
async function openServers(brokers: string) {
  const { kafka, close } = await temporaryKafka(brokers)
  await ensureTopics(kafka, [documentsTopic])
  const elasticsearch = await ownServer('elasticsearch', 'USHER_ELASTICSEARCH_URL')
  const worker = await ownServer('connect', 'USHER_CONNECT_URL', {
    USHER_KAFKA_BROKERS: brokers,
    USHER_KAFKA_TOPIC_PREFIX: kafka.config.topicPrefix,
    USHER_ELASTICSEARCH_URL: elasticsearch.address,
  })
  await putConnector(worker.address)
  return {
    kafka,
    elasticsearch,
    worker,
    close: async () => {
      await worker.close()
      await elasticsearch.close()
      await close()
    },
  }
}

/** Puts a mark and waits for it: the topic has one partition, and what came before is before it. */
function settling(put: BothIndices['put'], elasticsearch: OwnServer): () => Promise<void> {
  let marks = 0
  return async () => {
    marks++
    const name = `mark ${marks}`
    await put([change(1_000_000 + marks, { name })])
    await until(async () => (await textOf(elasticsearch, EVENTS_ALIAS)).includes(name))
  }
}

/** As text, because a version has more bits than a number. */
async function textOf({ address }: OwnServer, alias: string): Promise<string> {
  await fetch(`${address}/${alias}/_refresh`, { method: 'POST' })
  const shown = ['_id', '_version', '_source'].map((part) => `hits.hits.${part}`).join()
  const asked = `version=true&size=10000&sort=event_id&filter_path=${shown}`
  return await (await fetch(`${address}/${alias}/_search?${asked}`)).text()
}
