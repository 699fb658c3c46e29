import { AuthService } from '@usher/contracts'
import type { UserId } from '@usher/kernel'
import { localClient } from '@usher/rpc'
import { memoryTables } from '@usher/stores'
import { noMetrics, silentLogger } from '@usher/telemetry'
import { manualClock, seededRandom } from '@usher/testing'
import { insecurePasswordHasher } from './adapters/memory/password-hasher.ts'
import { tablesApiKeyStore } from './adapters/tables/api-key-store.ts'
import { tablesSessionStore } from './adapters/tables/session-store.ts'
import { tablesSigningKeyStore } from './adapters/tables/signing-key-store.ts'
import { tablesUserStore } from './adapters/tables/user-store.ts'
import { type AuthDependencies, createAuth } from './auth.ts'
import { type AuthConfig, readConfig } from './config.ts'

export const ann = { email: 'Ann@Example.org', password: 'correct horse', name: 'Ann' }

/** The whole service in memory, as its callers see it, for tests. */
export function openAuth(config: Partial<AuthConfig> = {}, other: Partial<AuthDependencies> = {}) {
  const tables = memoryTables()
  const clock = manualClock()
  const random = seededRandom(1)
  const dependencies = {
    users: tablesUserStore(tables),
    sessions: tablesSessionStore(tables),
    apiKeys: tablesApiKeyStore(tables),
    signingKeys: tablesSigningKeyStore(tables),
    passwords: insecurePasswordHasher({ random }),
    clock,
    random,
    logger: silentLogger,
    metrics: noMetrics,
    ...other,
  }
  const auth = createAuth(dependencies, { ...readConfig({}), ...config })
  const client = localClient(AuthService, auth.rpc)
  return {
    ...dependencies,
    clock,
    auth,
    client,
    /** Registers Ann and answers her user id. */
    registerAnn: async () => (await client.register(ann)).user!.userId as UserId,
    /** Logs Ann in, or whoever is given. */
    logIn: async (credentials: { email: string; password: string } = ann) =>
      (await client.login(credentials)).tokens!,
    runJob: (name: string) => auth.jobs.find((job) => job.name === name)!.run(),
  }
}
