import type { UserId } from '@usher/kernel'
import { defineTable, put, remove, type Tables } from '@usher/stores'
import type { SecretHash } from '../../domain/refresh-token.ts'
import type { Session } from '../../domain/session.ts'
import type { SessionStore } from '../../ports/session-store.ts'

interface SessionRow {
  readonly family_hash: SecretHash
  readonly secret_hash: SecretHash
  readonly user_id: UserId
  readonly created_at: number
  readonly expires_at: number
}

export const sessions = defineTable<SessionRow>({
  name: 'sessions',
  columns: {
    family_hash: 'text',
    secret_hash: 'text',
    user_id: 'text',
    created_at: 'integer',
    expires_at: 'integer',
  },
  key: ['family_hash'],
  indexes: { by_user: ['user_id', 'created_at'], by_expiry: ['expires_at'] },
})

/** Relies on `get`, check and `commit` without an await between them being atomic. */
export function tablesSessionStore(tables: Tables): SessionStore {
  return {
    async add(session) {
      await tables.commit([put(sessions, toRow(session))])
    },

    async byFamily(familyHash) {
      const row = tables.get(sessions, familyHash)
      return row && toSession(row)
    },

    async replaceSecret({ familyHash, expected, next }) {
      const row = tables.get(sessions, familyHash)
      if (row?.secret_hash !== expected) return false
      await tables.commit([put(sessions, { ...row, secret_hash: next })])
      return true
    },

    async remove(familyHash) {
      if (!tables.get(sessions, familyHash)) return false
      await tables.commit([remove(sessions, familyHash)])
      return true
    },

    async ofUser(userId, { skip, limit }) {
      const rows = await tables.list(sessions, 'by_user', {
        prefix: [userId],
        descending: true,
        limit: skip + limit,
      })
      return rows.slice(skip).map(toSession)
    },

    async removeExpired({ nowMs, limit }) {
      // `below` excludes its bound; times are whole milliseconds.
      const rows = await tables.list(sessions, 'by_expiry', { below: nowMs + 1, limit })
      if (rows.length === 0) return 0
      // A session's end never moves, so what was read is still expired now, and removing it twice
      // is harmless.
      await tables.commit(rows.map((row) => remove(sessions, row.family_hash)))
      return rows.length
    },
  }
}

function toRow(session: Session): SessionRow {
  return {
    family_hash: session.familyHash,
    secret_hash: session.secretHash,
    user_id: session.userId,
    created_at: session.createdAtMs,
    expires_at: session.expiresAtMs,
  }
}

function toSession(row: SessionRow): Session {
  return {
    familyHash: row.family_hash,
    secretHash: row.secret_hash,
    userId: row.user_id,
    createdAtMs: row.created_at,
    expiresAtMs: row.expires_at,
  }
}
