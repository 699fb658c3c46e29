import type { ApiKeyId, UserId } from '@usher/kernel'
import type { Logger, Metrics } from '@usher/telemetry'
import type { Role } from './domain/role.ts'

/** What happened, one function a fact. No address, password or token is ever written. */
export interface AuthTelemetry {
  userRegistered(userId: UserId): void
  /**
   * Somebody registered an address that has an account. Said as often and as loudly as
   * `userRegistered`.
   */
  emailClaimedAgain(): void
  loggedIn(): void
  loginRefused(): void
  tokensRefreshed(): void
  /** An old refresh token was shown: it leaked, or two tabs refreshed at once. */
  refreshTokenReused(userId: UserId): void
  roleGranted(fact: { userId: UserId; role: Role }): void
  apiKeyCreated(fact: { userId: UserId; apiKeyId: ApiKeyId }): void
  apiKeyRevoked(fact: { userId: UserId; apiKeyId: ApiKeyId }): void
  /** An API key was known from before, since the store is away. */
  keyOutdated(): void
  signingKeyRotated(keyId: string): void
}

export function authTelemetry({
  logger,
  metrics,
}: {
  logger: Logger
  metrics: Metrics
}): AuthTelemetry {
  const registrations = metrics.counter({
    name: 'auth_registrations_total',
    help: 'Registrations, by whether the address was free',
    labels: ['outcome'],
  })
  const logins = metrics.counter({
    name: 'auth_logins_total',
    help: 'Logins, by whether the credentials were right',
    labels: ['outcome'],
  })
  const refreshes = metrics.counter({
    name: 'auth_refreshes_total',
    help: 'Refresh tokens shown, by whether they were new or used before',
    labels: ['outcome'],
  })
  const outdated = metrics.counter({
    name: 'auth_outdated_api_keys_total',
    help: 'API keys that were let in as last known, while the store was unavailable',
  })
  return {
    userRegistered(userId) {
      registrations.add(1, { outcome: 'registered' })
      logger.info({ user_id: userId }, 'a user registered')
    },
    emailClaimedAgain() {
      registrations.add(1, { outcome: 'email_taken' })
      logger.info({}, 'a registration named an address that has an account')
    },
    loggedIn: () => logins.add(1, { outcome: 'logged_in' }),
    loginRefused: () => logins.add(1, { outcome: 'refused' }),
    tokensRefreshed: () => refreshes.add(1, { outcome: 'refreshed' }),
    refreshTokenReused(userId) {
      refreshes.add(1, { outcome: 'reused' })
      logger.warn({ user_id: userId }, 'a refresh token was used twice, its session has ended')
    },
    roleGranted({ userId, role }) {
      logger.info({ user_id: userId, role }, 'a role was granted')
    },
    apiKeyCreated({ userId, apiKeyId }) {
      logger.info({ user_id: userId, api_key_id: apiKeyId }, 'an API key was created')
    },
    apiKeyRevoked({ userId, apiKeyId }) {
      logger.info({ user_id: userId, api_key_id: apiKeyId }, 'an API key was revoked')
    },
    keyOutdated: () => outdated.add(1),
    signingKeyRotated(keyId) {
      logger.info({ key_id: keyId }, 'access tokens are signed with a new key')
    },
  }
}
