import type { ApiKeyId, UserId } from '@usher/kernel'
import { defineTable, put, type Tables } from '@usher/stores'
import { API_KEYS_LISTED_MAX, type ApiKey } from '../../domain/api-key.ts'
import type { SecretHash } from '../../domain/refresh-token.ts'
import type { ApiKeyStore } from '../../ports/api-key-store.ts'

interface ApiKeyRow {
  readonly secret_hash: SecretHash
  readonly api_key_id: ApiKeyId
  readonly user_id: UserId
  readonly label: string
  readonly created_at: number
  readonly revoked_at: number | null
}

/**
 * Keyed by the secret's hash, which is what every request brings. In `by_user` null, a key in use,
 * comes first.
 */
export const apiKeys = defineTable<ApiKeyRow>({
  name: 'api_keys',
  columns: {
    secret_hash: 'text',
    api_key_id: 'text',
    user_id: 'text',
    label: 'text',
    created_at: 'integer',
    revoked_at: 'integer',
  },
  key: ['secret_hash'],
  indexes: { by_user: ['user_id', 'revoked_at', 'created_at'] },
})

/** Relies on `get`, check and `commit` without an await between them being atomic. */
export function tablesApiKeyStore(tables: Tables): ApiKeyStore {
  const rowsOf = (userId: UserId, limit: number) =>
    tables.list(apiKeys, 'by_user', { prefix: [userId], limit })

  return {
    async add(apiKey) {
      await tables.commit([put(apiKeys, toRow(apiKey))])
    },

    async bySecret(secretHash) {
      const row = tables.get(apiKeys, secretHash)
      return row && toApiKey(row)
    },

    async ofUser(userId, limit) {
      return (await rowsOf(userId, limit)).map(toApiKey)
    },

    async revoke({ userId, apiKeyId, nowMs }) {
      const listed = await rowsOf(userId, API_KEYS_LISTED_MAX)
      const found = listed.find((row) => row.api_key_id === apiKeyId)
      // Read again: another may have revoked it while we were listing.
      const row = found && tables.get(apiKeys, found.secret_hash)
      if (!row) return false
      if (row.revoked_at === null)
        await tables.commit([put(apiKeys, { ...row, revoked_at: nowMs })])
      return true
    },
  }
}

function toRow(apiKey: ApiKey): ApiKeyRow {
  return {
    secret_hash: apiKey.secretHash,
    api_key_id: apiKey.apiKeyId,
    user_id: apiKey.userId,
    label: apiKey.label,
    created_at: apiKey.createdAtMs,
    revoked_at: apiKey.revokedAtMs,
  }
}

function toApiKey(row: ApiKeyRow): ApiKey {
  return {
    apiKeyId: row.api_key_id,
    userId: row.user_id,
    label: row.label,
    secretHash: row.secret_hash,
    createdAtMs: row.created_at,
    revokedAtMs: row.revoked_at,
  }
}
