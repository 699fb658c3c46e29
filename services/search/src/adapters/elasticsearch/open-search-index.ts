import type { Clock, Random } from '@usher/kernel'
import type { ElasticsearchConfig } from '@usher/stores/elasticsearch/elasticsearch-settings'
import { openElasticsearch } from '@usher/stores/elasticsearch/open-elasticsearch'
import type { LiveChanges, SearchIndex } from '../../ports/search-index.ts'
import { elasticsearchSearchIndex } from './search-index.ts'

/** The index with a client of its own, which ends with it. Connects with the first request. */
export function openElasticsearchIndex(
  config: ElasticsearchConfig,
  needs: { readonly clock: Clock; readonly random: Random; readonly liveChanges?: LiveChanges },
): SearchIndex {
  const client = openElasticsearch(config)
  const index = elasticsearchSearchIndex({ client, ...needs })
  return {
    state: () => index.state(),
    documents: () => index.documents(),
    put: (changes) => index.put(changes),
    search: (query, deadlineMs) => index.search(query, deadlineMs),
    suggest: (query, deadlineMs) => index.suggest(query, deadlineMs),
    beginGeneration: () => index.beginGeneration(),
    fillGeneration: (changes) => index.fillGeneration(changes),
    finishGeneration: () => index.finishGeneration(),
    close: () => client.close(),
  }
}
