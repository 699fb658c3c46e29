import { duration, type Environment, readSettings, type SettingValues } from '@usher/kernel'

/** What can be configured of this service. */
export const analyticsSettings = {
  measureEveryMs: {
    name: 'USHER_ANALYTICS_MEASURE_EVERY',
    default: 30_000,
    parse: duration({ min: '1s', max: '1h' }),
    description: 'how often the totals of the whole platform are summed up for the metrics',
  },
} as const

export type AnalyticsConfig = SettingValues<typeof analyticsSettings>

/** Throws invalid / invalid_config with every problem. */
export function readAnalyticsConfig(env: Environment): AnalyticsConfig {
  return readSettings(env, analyticsSettings)
}
