import { duration, type Environment, readSettings, type SettingValues } from '@usher/kernel'

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
