import { runOnMysql } from '@usher/stores/mysql/mysql-errors'
import type { Mysql } from '@usher/stores/mysql/open-mysql'
import { sql } from 'kysely'
import type { ApiKey } from '../../domain/api-key.ts'
import type { ApiKeyStore } from '../../ports/api-key-store.ts'
import type { AuthDatabase } from './auth-database.ts'

export function mysqlApiKeyStore({ db }: Mysql<AuthDatabase>): ApiKeyStore {
  return {
    add: (apiKey) =>
      runOnMysql(async () => {
        await db.insertInto('api_keys').values(rowFrom(apiKey)).execute()
      }),

    bySecret: (secretHash) =>
      runOnMysql(async () => {
        const query = db.selectFrom('api_keys').selectAll().where('secret_hash', '=', secretHash)
        const row = await query.executeTakeFirst()
        return row && apiKeyFrom(row)
      }),

    ofUser: (userId, limit) =>
      runOnMysql(async () => {
        // In MySQL null, a key in use, comes first.
        const rows = await db
          .selectFrom('api_keys')
          .selectAll()
          .where('user_id', '=', userId)
          .orderBy('revoked_at')
          .orderBy('created_at')
          .orderBy('secret_hash')
          .limit(limit)
          .execute()
        return rows.map(apiKeyFrom)
      }),

    revoke: ({ userId, apiKeyId, nowMs }) =>
      runOnMysql(async () => {
        // Counts the rows that it found, changed or not: mysql2 asks for that.
        const { numUpdatedRows } = await db
          .updateTable('api_keys')
          .set({ revoked_at: sql`COALESCE(revoked_at, ${new Date(nowMs)})` })
          .where('api_key_id', '=', apiKeyId)
          .where('user_id', '=', userId)
          .executeTakeFirstOrThrow()
        return numUpdatedRows > 0n
      }),
  }
}

function rowFrom(apiKey: ApiKey) {
  return {
    secret_hash: apiKey.secretHash,
    api_key_id: apiKey.apiKeyId,
    user_id: apiKey.userId,
    label: apiKey.label,
    created_at: new Date(apiKey.createdAtMs),
    revoked_at: apiKey.revokedAtMs === null ? null : new Date(apiKey.revokedAtMs),
  }
}

function apiKeyFrom(row: AuthDatabase['api_keys']): ApiKey {
  return {
    apiKeyId: row.api_key_id,
    userId: row.user_id,
    label: row.label,
    secretHash: row.secret_hash,
    createdAtMs: row.created_at.getTime(),
    revokedAtMs: row.revoked_at?.getTime() ?? null,
  }
}
