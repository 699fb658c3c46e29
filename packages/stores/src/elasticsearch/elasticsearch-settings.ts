import {
  duration,
  type Environment,
  readSettings,
  type SettingValues,
  textUpTo,
} from '@usher/kernel'

export const elasticsearchSettings = {
  url: {
    name: 'USHER_ELASTICSEARCH_URL',
    default: 'http://elasticsearch:9200',
    parse: textUpTo(4096),
    description: 'Elasticsearch 8: http(s)://user:password@host:port',
  },
  timeoutMs: {
    name: 'USHER_ELASTICSEARCH_TIMEOUT',
    default: 3000,
    parse: duration({ min: '10ms', max: '5m' }),
    description: 'how long a search may take',
  },
} as const

export type ElasticsearchConfig = SettingValues<typeof elasticsearchSettings>

export function readElasticsearchConfig(env: Environment): ElasticsearchConfig {
  return readSettings(env, elasticsearchSettings)
}
