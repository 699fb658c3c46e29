import { defineTable, put, remove, type Tables } from '@usher/stores'
import type { SigningKey } from '../../domain/signing-key.ts'
import type { SigningKeyStore } from '../../ports/signing-key-store.ts'

interface SigningKeyRow {
  readonly generation: number
  readonly key_id: string
  /**
   * In clear: whoever can read this file can also write it, and grant themselves any role. Its mode
   * is 0600.
   */
  readonly private_key: string
  readonly created_at: number
}

export const signingKeys = defineTable<SigningKeyRow>({
  name: 'signing_keys',
  columns: { generation: 'integer', key_id: 'text', private_key: 'text', created_at: 'integer' },
  key: ['generation'],
})

/**
 * Far above what rotation leaves behind: one active key and those whose last tokens are still
 * alive.
 */
const KEYS_MAX = 1000

/** Relies on `get`, check and `commit` without an await between them being atomic. */
export function tablesSigningKeyStore(tables: Tables): SigningKeyStore {
  return {
    async all() {
      const rows = await tables.list(signingKeys, 'key', { descending: true, limit: KEYS_MAX })
      return rows.map(toKey)
    },

    async add(key) {
      if (tables.get(signingKeys, key.generation)) return false
      await tables.commit([put(signingKeys, toRow(key))])
      return true
    },

    async remove(generation) {
      await tables.commit([remove(signingKeys, generation)])
    },
  }
}

function toRow(key: SigningKey): SigningKeyRow {
  return {
    generation: key.generation,
    key_id: key.keyId,
    private_key: key.privateKey,
    created_at: key.createdAtMs,
  }
}

function toKey(row: SigningKeyRow): SigningKey {
  return {
    generation: row.generation,
    keyId: row.key_id,
    privateKey: row.private_key,
    createdAtMs: row.created_at,
  }
}
