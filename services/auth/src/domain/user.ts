import type { UserId } from '@usher/kernel'
import type { Email } from './email.ts'
import type { Language } from './language.ts'
import { type Role, rolesWith } from './role.ts'

/** An account. `version` counts its changes: each is conditional on the one before. */
export interface User {
  readonly userId: UserId
  readonly email: Email
  readonly passwordHash: string
  readonly name: string
  readonly language: Language
  readonly roles: readonly Role[]
  readonly createdAtMs: number
  readonly updatedAtMs: number
  /**
   * An inactive user cannot log in, and loses what was issued before: tokens at the next refresh,
   * API keys at once.
   */
  readonly isActive: boolean
  readonly version: number
}

/** What is known of somebody before there is an account. */
export type NewUser = Pick<
  User,
  'userId' | 'email' | 'passwordHash' | 'name' | 'language' | 'roles'
>

export function newUser(parts: NewUser, nowMs: number): User {
  return {
    ...parts,
    roles: rolesWith(parts.roles),
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
    isActive: true,
    version: 1,
  }
}

/** The user with `role` added; the same object when it was there. */
export function withRole(user: User, role: Role, nowMs: number): User {
  if (user.roles.includes(role)) return user
  const roles = rolesWith([...user.roles, role])
  return { ...user, roles, updatedAtMs: nowMs, version: user.version + 1 }
}

/** Who a credential belongs to and what it permits: all that other services learn. */
export interface Principal {
  readonly userId: UserId
  readonly roles: readonly Role[]
}
