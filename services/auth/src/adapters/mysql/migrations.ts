import type { Migrations } from '@usher/stores/mysql/migrate'
import { type Kysely, sql } from 'kysely'

/**
 * Only ever added to: a process of the version before goes on working while they run, and after
 * (expand; contract one version later). One statement a table, which is there whole or not at all,
 * so that a crash in between is mended by the next start.
 */
export const authMigrations: Migrations = {
  '0001_users': statement(`CREATE TABLE IF NOT EXISTS users (
    user_id VARCHAR(64) NOT NULL PRIMARY KEY,
    email VARCHAR(255) NOT NULL,
    password_hash VARCHAR(255) NOT NULL,
    name VARCHAR(255) NOT NULL,
    created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    updated_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    is_active BOOLEAN NOT NULL DEFAULT TRUE,
    email_key VARCHAR(255) NOT NULL,
    email_claimed_at DATETIME(3),
    email_claims INT UNSIGNED NOT NULL DEFAULT 0,
    roles JSON NOT NULL,
    language VARCHAR(35) NOT NULL DEFAULT '',
    version BIGINT UNSIGNED NOT NULL DEFAULT 1,
    UNIQUE KEY email (email),
    UNIQUE KEY email_key (email_key)
  ) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`),

  '0002_sessions': statement(`CREATE TABLE IF NOT EXISTS sessions (
    family_hash VARCHAR(64) NOT NULL PRIMARY KEY,
    secret_hash VARCHAR(64) NOT NULL,
    user_id VARCHAR(64) NOT NULL,
    created_at DATETIME(3) NOT NULL,
    expires_at DATETIME(3) NOT NULL,
    KEY by_user (user_id, created_at),
    KEY by_expiry (expires_at)
  ) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`),

  '0003_api_keys': statement(`CREATE TABLE IF NOT EXISTS api_keys (
    secret_hash VARCHAR(64) NOT NULL PRIMARY KEY,
    api_key_id VARCHAR(64) NOT NULL,
    user_id VARCHAR(64) NOT NULL,
    label VARCHAR(255) NOT NULL,
    created_at DATETIME(3) NOT NULL,
    revoked_at DATETIME(3),
    UNIQUE KEY api_key_id (api_key_id),
    KEY by_user (user_id, revoked_at, created_at)
  ) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`),

  '0004_signing_keys': statement(`CREATE TABLE IF NOT EXISTS signing_keys (
    generation BIGINT UNSIGNED NOT NULL PRIMARY KEY,
    key_id VARCHAR(64) NOT NULL,
    private_key VARCHAR(255) NOT NULL,
    created_at DATETIME(3) NOT NULL
  ) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`),
}

function statement(text: string): Migrations[string] {
  return {
    async up(db: Kysely<unknown>): Promise<void> {
      await sql.raw(text).execute(db)
    },
  }
}
