import { runOnMysql } from '@usher/stores/mysql/mysql-errors'
import type { Mysql } from '@usher/stores/mysql/open-mysql'
import { type Selectable, sql } from 'kysely'
import type { Language } from '../../domain/language.ts'
import type { Role } from '../../domain/role.ts'
import type { User } from '../../domain/user.ts'
import type { UserStore } from '../../ports/user-store.ts'
import type { AuthDatabase, UsersTable } from './auth-database.ts'

/** What MySQL counts when a row was inserted; two when the address had one already. */
const INSERTED = 1n

export function mysqlUserStore({ db }: Mysql<AuthDatabase>): UserStore {
  return {
    add: (user) =>
      runOnMysql(async () => {
        // One statement and one durable write, whether or not the address is taken. Counting the
        // claim makes the row another one, which MySQL's answer tells from an insertion.
        const { numInsertedOrUpdatedRows } = await db
          .insertInto('users')
          .values(rowFrom(user))
          .onDuplicateKeyUpdate({
            email_claimed_at: new Date(user.createdAtMs),
            email_claims: sql`email_claims + 1`,
          })
          .executeTakeFirstOrThrow()
        return numInsertedOrUpdatedRows === INSERTED ? 'added' : 'email_taken'
      }),

    byId: (userId) =>
      runOnMysql(async () => {
        const query = db.selectFrom('users').selectAll().where('user_id', '=', userId)
        return userFrom(await query.executeTakeFirst())
      }),

    byIds: (userIds) =>
      runOnMysql(async () => {
        if (userIds.length === 0) return []
        const query = db.selectFrom('users').selectAll().where('user_id', 'in', userIds)
        const found = new Map((await query.execute()).map((row) => [row.user_id, row]))
        return userIds.flatMap((userId) => userFrom(found.get(userId)) ?? [])
      }),

    byEmail: (key) =>
      runOnMysql(async () => {
        const query = db.selectFrom('users').selectAll().where('email_key', '=', key)
        return userFrom(await query.executeTakeFirst())
      }),

    claimedAtMs: (key) =>
      runOnMysql(async () => {
        const query = db.selectFrom('users').select('email_claimed_at').where('email_key', '=', key)
        return (await query.executeTakeFirst())?.email_claimed_at?.getTime()
      }),

    replace: (next) =>
      runOnMysql(async () => {
        const { numUpdatedRows } = await db
          .updateTable('users')
          .set(changeable(next))
          .where('user_id', '=', next.userId)
          .where('version', '=', next.version - 1)
          .executeTakeFirstOrThrow()
        return numUpdatedRows > 0n
      }),
  }
}

function rowFrom(user: User) {
  const { address, key } = user.email
  return { user_id: user.userId, email: address, email_key: key, ...changeable(user) }
}

function changeable(user: User) {
  return {
    password_hash: user.passwordHash,
    name: user.name,
    created_at: new Date(user.createdAtMs),
    updated_at: new Date(user.updatedAtMs),
    is_active: user.isActive,
    roles: JSON.stringify(user.roles),
    language: user.language,
    version: user.version,
  }
}

function userFrom(row: Selectable<UsersTable> | undefined): User | undefined {
  if (!row) return undefined
  return {
    userId: row.user_id,
    email: { address: row.email, key: row.email_key },
    passwordHash: row.password_hash,
    name: row.name,
    roles: rolesFrom(row.roles),
    createdAtMs: row.created_at.getTime(),
    updatedAtMs: row.updated_at.getTime(),
    isActive: row.is_active !== 0,
    version: row.version,
    language: row.language as Language,
  }
}

function rolesFrom(stored: unknown): readonly Role[] {
  return (typeof stored === 'string' ? JSON.parse(stored) : stored) as readonly Role[]
}
