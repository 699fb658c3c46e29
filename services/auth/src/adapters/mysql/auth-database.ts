import type { ApiKeyId, UserId } from '@usher/kernel'
import type { ColumnType, Generated } from 'kysely'
import type { EmailKey } from '../../domain/email.ts'
import type { SecretHash } from '../../domain/refresh-token.ts'

/** The tables of this service in MySQL; times are DATETIME(3) in UTC. */
export interface AuthDatabase {
  readonly users: UsersTable
  readonly sessions: SessionsTable
  readonly api_keys: ApiKeysTable
  readonly signing_keys: SigningKeysTable
}

/** The specification's table, and what it lacked. */
export interface UsersTable {
  readonly user_id: UserId
  readonly email: string
  readonly password_hash: string
  readonly name: string
  readonly created_at: Date
  readonly updated_at: Date
  readonly is_active: ColumnType<number, boolean, boolean>
  /** Unique: what makes two ways to write an address the same account. */
  readonly email_key: EmailKey
  /** When another last tried to register the address, and how often that was tried. */
  readonly email_claimed_at: Date | null
  readonly email_claims: Generated<number>
  /** Read as an array by MySQL's driver, as text from MariaDB. */
  readonly roles: ColumnType<unknown, string, string>
  readonly language: string
  readonly version: number
}

interface SessionsTable {
  readonly family_hash: SecretHash
  readonly secret_hash: SecretHash
  readonly user_id: UserId
  readonly created_at: Date
  readonly expires_at: Date
}

interface ApiKeysTable {
  readonly secret_hash: SecretHash
  readonly api_key_id: ApiKeyId
  readonly user_id: UserId
  readonly label: string
  readonly created_at: Date
  readonly revoked_at: Date | null
}

interface SigningKeysTable {
  readonly generation: number
  readonly key_id: string
  readonly private_key: string
  readonly created_at: Date
}
