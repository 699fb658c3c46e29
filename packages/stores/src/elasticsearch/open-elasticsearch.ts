import { Client } from '@elastic/elasticsearch'
import type { ElasticsearchConfig } from './elasticsearch-settings.ts'

/** Connects with the first request. */
export function openElasticsearch({ url, timeoutMs }: ElasticsearchConfig): Client {
  return new Client({ node: url, requestTimeout: timeoutMs, maxRetries: 1 })
}
