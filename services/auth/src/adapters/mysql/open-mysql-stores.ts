import { migrate } from '@usher/stores/mysql/migrate'
import type { Mysql } from '@usher/stores/mysql/open-mysql'
import type { ApiKeyStore } from '../../ports/api-key-store.ts'
import type { SessionStore } from '../../ports/session-store.ts'
import type { SigningKeyStore } from '../../ports/signing-key-store.ts'
import type { UserStore } from '../../ports/user-store.ts'
import { mysqlApiKeyStore } from './api-key-store.ts'
import type { AuthDatabase } from './auth-database.ts'
import { authMigrations } from './migrations.ts'
import { mysqlSessionStore } from './session-store.ts'
import { mysqlSigningKeyStore } from './signing-key-store.ts'
import { mysqlUserStore } from './user-store.ts'

export interface MysqlAuthStores {
  readonly users: UserStore
  readonly sessions: SessionStore
  readonly apiKeys: ApiKeyStore
  readonly signingKeys: SigningKeyStore
}

/**
 * The stores of this service in MySQL 8 or MariaDB 10.11, their tables brought up to date first.
 * Rejects with unavailable / mysql_unavailable or migration_failed, and invalid / invalid_config.
 */
export async function openMysqlAuthStores(mysql: Mysql<AuthDatabase>): Promise<MysqlAuthStores> {
  await mysql.ping()
  await migrate(mysql.db, { service: 'auth', migrations: authMigrations })
  return {
    users: mysqlUserStore(mysql),
    sessions: mysqlSessionStore(mysql),
    apiKeys: mysqlApiKeyStore(mysql),
    signingKeys: mysqlSigningKeyStore(mysql),
  }
}
