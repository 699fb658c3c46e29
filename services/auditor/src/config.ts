import { duration, type Environment, readSettings, type SettingValues } from '@usher/kernel'

/** What can be configured of this service. */
export const auditorSettings = {
  checkEveryMs: {
    name: 'USHER_AUDITOR_CHECK_EVERY',
    default: 1000,
    parse: duration({ min: '10ms', max: '1m' }),
    description: 'how often the auditor makes the checks whose time has come',
  },
} as const

export type AuditorConfig = SettingValues<typeof auditorSettings>

/** Throws invalid / invalid_config with every problem. */
export function readAuditorConfig(env: Environment): AuditorConfig {
  return readSettings(env, auditorSettings)
}
