import { isDuplicate, runOnMysql } from '@usher/stores/mysql/mysql-errors'
import type { Mysql } from '@usher/stores/mysql/open-mysql'
import type { SigningKey } from '../../domain/signing-key.ts'
import type { SigningKeyStore } from '../../ports/signing-key-store.ts'
import type { AuthDatabase } from './auth-database.ts'

/** Far above what rotation leaves behind. */
const KEYS_MAX = 1000

/**
 * Private keys are stored in clear: whoever can read this table can sign as anybody. Give no other
 * account the right to.
 */
export function mysqlSigningKeyStore({ db }: Mysql<AuthDatabase>): SigningKeyStore {
  return {
    all: () =>
      runOnMysql(async () => {
        const newest = db.selectFrom('signing_keys').selectAll().orderBy('generation', 'desc')
        return (await newest.limit(KEYS_MAX).execute()).map(keyFrom)
      }),

    add: (key) =>
      runOnMysql(async () => {
        try {
          await db.insertInto('signing_keys').values(rowFrom(key)).execute()
          return true
        } catch (error) {
          if (isDuplicate(error)) return false
          throw error
        }
      }),

    remove: (generation) =>
      runOnMysql(async () => {
        await db.deleteFrom('signing_keys').where('generation', '=', generation).execute()
      }),
  }
}

function rowFrom(key: SigningKey) {
  return {
    generation: key.generation,
    key_id: key.keyId,
    private_key: key.privateKey,
    created_at: new Date(key.createdAtMs),
  }
}

function keyFrom(row: AuthDatabase['signing_keys']): SigningKey {
  return {
    generation: row.generation,
    keyId: row.key_id,
    privateKey: row.private_key,
    createdAtMs: row.created_at.getTime(),
  }
}
