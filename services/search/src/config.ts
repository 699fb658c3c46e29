import {
  DomainError,
  duration,
  type Environment,
  readSettings,
  type SettingValues,
} from '@usher/kernel'

/** What can be configured of this service. */
export const searchSettings = {
  queryDeadlineMs: {
    name: 'USHER_SEARCH_DEADLINE',
    default: 1000,
    parse: duration({ min: '10ms', max: '1m' }),
    description: 'how long a search may take before it is answered with search_busy',
  },
} as const

export type SearchConfig = SettingValues<typeof searchSettings>

/** Throws invalid / invalid_config with every problem. */
export function readSearchConfig(env: Environment): SearchConfig {
  return readSettings(env, searchSettings)
}

const indexers = ['own', 'connect'] as const

/** Who keeps the index up to date where it is in Elasticsearch. */
export const indexerSettings = {
  indexer: {
    name: 'USHER_SEARCH_INDEXER',
    default: 'own',
    parse: indexer,
    description: 'who writes changes to Elasticsearch: own, or connect for a Kafka Connect worker',
  },
} as const

export type IndexerConfig = SettingValues<typeof indexerSettings>

/** Throws invalid / invalid_config with every problem. */
export function readIndexerConfig(env: Environment): IndexerConfig {
  return readSettings(env, indexerSettings)
}

function indexer(given: string): string {
  if (indexers.some((each) => each === given)) return given
  throw new DomainError('invalid', 'invalid_setting', `one of ${indexers.join(', ')}`)
}
