import {
  duration,
  type Environment,
  readSettings,
  type SettingValues,
  wholeNumber,
} from '@usher/kernel'

/** What can be configured of this service. */
export const eventsSettings = {
  refreshEveryMs: {
    name: 'USHER_EVENTS_REFRESH_EVERY',
    default: 1000,
    parse: duration({ min: '100ms', max: '1m' }),
    description:
      'how often available_seats is brought up to date while seats move; else every fifth time',
  },
  refreshEventsMax: {
    name: 'USHER_EVENTS_REFRESH_MAX',
    default: 100,
    parse: wholeNumber({ min: 10, max: 10_000 }),
    description: 'how many events are looked at each time available_seats is brought up to date',
  },
} as const

export type EventsConfig = SettingValues<typeof eventsSettings>

/** Throws invalid / invalid_config with every problem. */
export function readEventsConfig(env: Environment): EventsConfig {
  return readSettings(env, eventsSettings)
}
