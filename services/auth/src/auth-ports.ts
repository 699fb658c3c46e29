import type { Clock, Random } from '@usher/kernel'
import type { KeyHolders } from './key-holders.ts'
import type { AuthTelemetry } from './telemetry.ts'
import type { AccessTokens } from './ports/access-tokens.ts'
import type { ApiKeyStore } from './ports/api-key-store.ts'
import type { KeyRing } from './ports/key-ring.ts'
import type { PasswordHasher } from './ports/password-hasher.ts'
import type { SessionStore } from './ports/session-store.ts'
import type { UserStore } from './ports/user-store.ts'

/** Everything that use cases reach the world through; each names the ones it needs. */
export interface AuthPorts {
  readonly users: UserStore
  readonly sessions: SessionStore
  readonly apiKeys: ApiKeyStore
  readonly keyHolders: KeyHolders
  readonly passwords: PasswordHasher
  readonly accessTokens: AccessTokens
  readonly keyRing: KeyRing
  readonly clock: Clock
  readonly random: Random
  readonly telemetry: AuthTelemetry
}
