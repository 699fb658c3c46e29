import { runOnMysql } from '@usher/stores/mysql/mysql-errors'
import type { Mysql } from '@usher/stores/mysql/open-mysql'
import type { Session } from '../../domain/session.ts'
import type { SessionStore } from '../../ports/session-store.ts'
import type { AuthDatabase } from './auth-database.ts'

/** Every change is one statement, conditional where the port says so. */
export function mysqlSessionStore({ db }: Mysql<AuthDatabase>): SessionStore {
  return {
    add: (session) =>
      runOnMysql(async () => {
        await db.insertInto('sessions').values(rowFrom(session)).execute()
      }),

    byFamily: (familyHash) =>
      runOnMysql(async () => {
        const query = db.selectFrom('sessions').selectAll().where('family_hash', '=', familyHash)
        const row = await query.executeTakeFirst()
        return row && sessionFrom(row)
      }),

    replaceSecret: ({ familyHash, expected, next }) =>
      runOnMysql(async () => {
        const { numUpdatedRows } = await db
          .updateTable('sessions')
          .set({ secret_hash: next })
          .where('family_hash', '=', familyHash)
          .where('secret_hash', '=', expected)
          .executeTakeFirstOrThrow()
        return numUpdatedRows > 0n
      }),

    remove: (familyHash) =>
      runOnMysql(async () => {
        const query = db.deleteFrom('sessions').where('family_hash', '=', familyHash)
        return (await query.executeTakeFirstOrThrow()).numDeletedRows > 0n
      }),

    ofUser: (userId, { skip, limit }) =>
      runOnMysql(async () => {
        const rows = await db
          .selectFrom('sessions')
          .selectAll()
          .where('user_id', '=', userId)
          .orderBy('created_at', 'desc')
          .orderBy('family_hash', 'desc')
          .limit(limit)
          .offset(skip)
          .execute()
        return rows.map(sessionFrom)
      }),

    removeExpired: ({ nowMs, limit }) =>
      runOnMysql(async () => {
        const { numDeletedRows } = await db
          .deleteFrom('sessions')
          .where('expires_at', '<=', new Date(nowMs))
          .orderBy('expires_at')
          .limit(limit)
          .executeTakeFirstOrThrow()
        return Number(numDeletedRows)
      }),
  }
}

function rowFrom(session: Session) {
  return {
    family_hash: session.familyHash,
    secret_hash: session.secretHash,
    user_id: session.userId,
    created_at: new Date(session.createdAtMs),
    expires_at: new Date(session.expiresAtMs),
  }
}

function sessionFrom(row: AuthDatabase['sessions']): Session {
  return {
    familyHash: row.family_hash,
    secretHash: row.secret_hash,
    userId: row.user_id,
    createdAtMs: row.created_at.getTime(),
    expiresAtMs: row.expires_at.getTime(),
  }
}
