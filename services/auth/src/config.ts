import {
  duration,
  type Environment,
  readSettings,
  type SettingValues,
  textUpTo,
  wholeNumber,
} from '@usher/kernel'

/** Every setting of this service, with what `usher doctor` and the documentation say of it. */
export const authSettings = {
  accessTokenTtlMs: {
    name: 'USHER_AUTH_ACCESS_TOKEN_TTL',
    default: 600_000,
    parse: duration({ min: '30s', max: '10m' }),
    description:
      'life of an access token; what was granted or taken away shows after this at the latest',
  },
  sessionTtlMs: {
    name: 'USHER_AUTH_SESSION_TTL',
    default: 30 * 86_400_000,
    parse: duration({ min: '10m', max: '365d' }),
    description:
      'time after a login at which its user has to log in again, however often it was refreshed',
  },
  sessionsPerUser: {
    name: 'USHER_AUTH_SESSIONS_PER_USER',
    default: 20,
    parse: wholeNumber({ min: 1, max: 1000 }),
    description: 'sessions a user may have at once; one login more ends the oldest',
  },
  keyLifeMs: {
    name: 'USHER_AUTH_KEY_LIFE',
    default: 30 * 86_400_000,
    parse: duration({ min: '1h', max: '365d' }),
    description: 'time for which a key signs access tokens before a new one takes over',
  },
  issuer: {
    name: 'USHER_AUTH_ISSUER',
    default: 'usher',
    parse: textUpTo(255),
    description: 'the iss of access tokens',
  },
  audience: {
    name: 'USHER_AUTH_AUDIENCE',
    default: 'usher',
    parse: textUpTo(255),
    description: 'the aud of access tokens',
  },
  tokenCacheEntries: {
    name: 'USHER_AUTH_TOKEN_CACHE',
    default: 50_000,
    parse: wholeNumber({ min: 1, max: 5_000_000 }),
    description: 'access tokens whose verification is remembered, about 600 bytes each',
  },
  hashConcurrency: {
    name: 'USHER_AUTH_HASH_CONCURRENCY',
    default: 2,
    parse: wholeNumber({ min: 1, max: 64 }),
    description: 'passwords hashed at once, 19 MiB and one core each',
  },
  hashQueue: {
    name: 'USHER_AUTH_HASH_QUEUE',
    default: 200,
    parse: wholeNumber({ min: 0, max: 10_000 }),
    description: 'passwords that wait to be hashed before more are turned away',
  },
} as const

export type AuthConfig = SettingValues<typeof authSettings>

/** Throws invalid / invalid_config with every problem. `readConfig({})` is the defaults. */
export function readConfig(env: Environment): AuthConfig {
  return readSettings(env, authSettings)
}
