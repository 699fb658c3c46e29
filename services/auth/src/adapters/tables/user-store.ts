import type { UserId } from '@usher/kernel'
import { defineTable, put, type Tables } from '@usher/stores'
import type { Email, EmailKey } from '../../domain/email.ts'
import type { Language } from '../../domain/language.ts'
import type { Role } from '../../domain/role.ts'
import type { User } from '../../domain/user.ts'
import type { UserStore } from '../../ports/user-store.ts'

export interface UserRow {
  readonly user_id: UserId
  readonly email: string
  readonly email_key: EmailKey
  readonly password_hash: string
  readonly name: string
  readonly roles: readonly Role[]
  readonly created_at: number
  readonly updated_at: number
  readonly is_active: boolean
  readonly version: number
  /** Null in rows from before there were languages. */
  readonly language: string | null
}

export const users = defineTable<UserRow>({
  name: 'users',
  columns: {
    user_id: 'text',
    email: 'text',
    email_key: 'text',
    password_hash: 'text',
    name: 'text',
    roles: 'json',
    created_at: 'integer',
    updated_at: 'integer',
    is_active: 'boolean',
    version: 'integer',
    language: 'text',
  },
  key: ['user_id'],
})

/**
 * Who has an address: what makes addresses unique, since the indexes of `Tables` allow duplicates
 * and its keys do not.
 */
interface UserEmailRow {
  readonly email_key: EmailKey
  readonly user_id: UserId
  readonly claimed_at: number | null
}

export const userEmails = defineTable<UserEmailRow>({
  name: 'user_emails',
  columns: { email_key: 'text', user_id: 'text', claimed_at: 'integer' },
  key: ['email_key'],
})

/** Relies on `get`, check and `commit` without an await between them being atomic. */
export function tablesUserStore(tables: Tables): UserStore {
  return {
    async add(user) {
      const taken = tables.get(userEmails, user.email.key)
      if (taken) {
        await tables.commit([put(userEmails, { ...taken, claimed_at: user.createdAtMs })])
        return 'email_taken'
      }
      const owner = { email_key: user.email.key, user_id: user.userId, claimed_at: null }
      await tables.commit([put(users, toRow(user)), put(userEmails, owner)])
      return 'added'
    },

    async byId(userId) {
      return toUser(tables.get(users, userId))
    },

    async byIds(userIds) {
      return userIds.flatMap((userId) => toUser(tables.get(users, userId)) ?? [])
    },

    async byEmail(key) {
      const owner = tables.get(userEmails, key)
      return owner && toUser(tables.get(users, owner.user_id))
    },

    async claimedAtMs(key) {
      return tables.get(userEmails, key)?.claimed_at ?? undefined
    },

    async replace(next) {
      const stored = tables.get(users, next.userId)
      if (stored?.version !== next.version - 1) return false
      await tables.commit([put(users, toRow(next))])
      return true
    },
  }
}

function toRow(user: User): UserRow {
  return {
    user_id: user.userId,
    email: user.email.address,
    email_key: user.email.key,
    password_hash: user.passwordHash,
    name: user.name,
    roles: user.roles,
    created_at: user.createdAtMs,
    updated_at: user.updatedAtMs,
    is_active: user.isActive,
    version: user.version,
    language: user.language,
  }
}

function toUser(row: UserRow | undefined): User | undefined {
  if (!row) return undefined
  const email: Email = { address: row.email, key: row.email_key }
  return {
    userId: row.user_id,
    email,
    passwordHash: row.password_hash,
    name: row.name,
    roles: row.roles,
    createdAtMs: row.created_at,
    updatedAtMs: row.updated_at,
    isActive: row.is_active,
    version: row.version,
    language: (row.language ?? '') as Language,
  }
}
