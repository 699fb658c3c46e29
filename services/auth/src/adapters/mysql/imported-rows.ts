import { everyRow, type PlacedRecord, placedRecord, type Tables, withoutPlace } from '@usher/stores'
import type { Insertable } from 'kysely'
import { apiKeys } from '../tables/api-key-store.ts'
import { signingKeys } from '../tables/signing-key-store.ts'
import { userEmails, type UserRow, users } from '../tables/user-store.ts'
import type { AuthDatabase } from './auth-database.ts'

/** What an import must find without a row, and may leave without one. */
export const authTableNames = ['users', 'sessions', 'api_keys', 'signing_keys'] as const

/** Everything that auth keeps in the embedded store, as rows of MySQL; sessions end with a move. */
export async function* authRows(tables: Tables): AsyncGenerator<PlacedRecord> {
  for await (const row of everyRow(tables, users)) {
    const claim = tables.get(userEmails, row.email_key)
    if (claim?.user_id !== row.user_id) {
      throw withoutPlace(`users ${row.user_id}`, 'its address is not in user_emails as its own')
    }
    const record = userRow(row, claim.claimed_at)
    yield placedRecord(users, row, { into: 'users', record })
  }
  for await (const row of everyRow(tables, userEmails)) {
    if (tables.get(users, row.user_id)?.email_key === row.email_key) continue
    throw withoutPlace(`user_emails ${row.email_key}`, 'no account has this address')
  }
  for await (const row of everyRow(tables, apiKeys)) {
    const revoked_at = row.revoked_at === null ? null : new Date(row.revoked_at)
    const times = { created_at: new Date(row.created_at), revoked_at }
    const record = { ...row, ...times } satisfies Insertable<AuthDatabase['api_keys']>
    yield placedRecord(apiKeys, row, { into: 'api_keys', record })
  }
  for await (const row of everyRow(tables, signingKeys)) {
    const created_at = new Date(row.created_at)
    const record = { ...row, created_at } satisfies Insertable<AuthDatabase['signing_keys']>
    yield placedRecord(signingKeys, row, { into: 'signing_keys', record })
  }
}

function userRow(row: UserRow, claimedAtMs: number | null): Insertable<AuthDatabase['users']> {
  return {
    ...row,
    roles: JSON.stringify(row.roles),
    created_at: new Date(row.created_at),
    updated_at: new Date(row.updated_at),
    language: row.language ?? '',
    email_claimed_at: claimedAtMs === null ? null : new Date(claimedAtMs),
    email_claims: claimedAtMs === null ? 0 : 1,
  }
}
