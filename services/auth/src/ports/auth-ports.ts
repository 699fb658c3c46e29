import type { Clock, Random } from '@usher/kernel'
import type { AuthTelemetry } from '../telemetry.ts'
import type { AccessTokens } from './access-tokens.ts'
import type { ApiKeyStore } from './api-key-store.ts'
import type { KeyRing } from './key-ring.ts'
import type { PasswordHasher } from './password-hasher.ts'
import type { SessionStore } from './session-store.ts'
import type { UserStore } from './user-store.ts'

/** Everything that use cases reach the world through; each names the ones it needs. */
export interface AuthPorts {
  readonly users: UserStore
  readonly sessions: SessionStore
  readonly apiKeys: ApiKeyStore
  readonly passwords: PasswordHasher
  readonly accessTokens: AccessTokens
  readonly keyRing: KeyRing
  readonly clock: Clock
  readonly random: Random
  readonly telemetry: AuthTelemetry
}
