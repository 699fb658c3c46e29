import { readKafkaConfig } from '@usher/bus/kafka/kafka-settings'
import { SearchService } from '@usher/contracts'
import { openKafkaBus } from '@usher/process/service/open-kafka-bus'
import { Reachability } from '@usher/process/service/reachability'
import { runService } from '@usher/process/service/run-service'
import { readElasticsearchConfig } from '@usher/stores/elasticsearch/elasticsearch-settings'
import { openElasticsearchIndex } from './adapters/elasticsearch/open-search-index.ts'
import { documentsTopic, publishedDocuments } from './adapters/kafka-connect/published-documents.ts'
import { readIndexerConfig, readSearchConfig } from './config.ts'
import { createSearch } from './search.ts'

const settings = {
  search: readSearchConfig,
  elasticsearch: readElasticsearchConfig,
  kafka: readKafkaConfig,
  indexer: readIndexerConfig,
}

await runService('search', settings, async (needs, config) => {
  const byConnect = config.indexer.indexer === 'connect'
  const kafka = await openKafkaBus(config.kafka, needs, byConnect ? [documentsTopic] : [])
  const index = openElasticsearchIndex(config.elasticsearch, {
    ...needs,
    ...(byConnect && { liveChanges: publishedDocuments(kafka.producer) }),
  })
  const search = createSearch({ ...needs, index, log: kafka.bus }, config.search)
  const engine = new Reachability('elasticsearch', () => index.state(), needs.logger)
  return {
    offers: [{ service: SearchService, handlers: search.rpc }],
    jobs: [...search.jobs, engine.job],
    consumers: search.consumers,
    bus: kafka.bus,
    ready: () => search.ready() && engine.reached(),
    async close() {
      await kafka.close()
      await search.close()
    },
  }
})
