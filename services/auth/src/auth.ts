import type { AuthService } from '@usher/contracts'
import type { Clock, Job, Random } from '@usher/kernel'
import type { Handlers } from '@usher/rpc'
import type { Logger, Metrics } from '@usher/telemetry'
import { joseAccessTokens } from './adapters/jose/access-tokens.ts'
import { JoseKeyRing } from './adapters/jose/key-ring.ts'
import { cachedAccessTokens } from './adapters/memory/access-tokens.ts'
import type { AuthConfig } from './config.ts'
import type { User } from './domain/user.ts'
import { KeyHolders } from './key-holders.ts'
import type { ApiKeyStore } from './ports/api-key-store.ts'
import type { AuthPorts } from './auth-ports.ts'
import type { PasswordHasher } from './ports/password-hasher.ts'
import type { SessionStore } from './ports/session-store.ts'
import type { SigningKeyStore } from './ports/signing-key-store.ts'
import type { UserStore } from './ports/user-store.ts'
import { authHandlers } from './rpc.ts'
import { authTelemetry } from './telemetry.ts'
import { createUserWithRoles, type UserWithRoles } from './usecases/create-user-with-roles.ts'
import { pruneSessions } from './usecases/prune-sessions.ts'
import { tendKeys } from './usecases/tend-keys.ts'

/** What the composition root chooses. */
export interface AuthDependencies {
  readonly users: UserStore
  readonly sessions: SessionStore
  readonly apiKeys: ApiKeyStore
  readonly signingKeys: SigningKeyStore
  readonly passwords: PasswordHasher
  readonly clock: Clock
  readonly random: Random
  readonly logger: Logger
  readonly metrics: Metrics
}

export interface Auth {
  readonly rpc: Handlers<typeof AuthService>
  readonly jobs: readonly Job[]
  /**
   * Resolves when tokens can be signed; makes the first signing key. Rejects when the store cannot
   * be read.
   */
  ready(): Promise<void>
  /**
   * Creates an account with any roles. For operators and demos: nothing that arrives over a network
   * may reach it.
   */
  createUserWithRoles(user: UserWithRoles): Promise<User>
}

/** Half of the time that `SUCCESSION_MS` gives other processes to learn a new key. */
const KEYS_EVERY_MS = 60_000
const PRUNE_EVERY_MS = 600_000

/** The only wiring of this service; opens nothing. */
export function createAuth(dependencies: AuthDependencies, config: AuthConfig): Auth {
  const { clock } = dependencies
  // Tokens have no alternative technology to choose in a root: JOSE is their format.
  const keyRing = new JoseKeyRing(dependencies, config)
  const signed = joseAccessTokens({ keyRing, clock }, config)
  const telemetry = authTelemetry(dependencies)
  const ports: AuthPorts = {
    ...dependencies,
    keyHolders: new KeyHolders({ ...dependencies, telemetry }),
    keyRing,
    accessTokens: cachedAccessTokens(signed, { clock }, config),
    telemetry,
  }
  return {
    rpc: authHandlers(ports, config),
    jobs: [
      { name: 'auth.tend_keys', everyMs: KEYS_EVERY_MS, run: () => tendKeys(ports) },
      { name: 'auth.prune_sessions', everyMs: PRUNE_EVERY_MS, run: () => pruneSessions(ports) },
    ],
    ready: () => keyRing.ready(),
    createUserWithRoles: (user) => createUserWithRoles(ports, user),
  }
}
