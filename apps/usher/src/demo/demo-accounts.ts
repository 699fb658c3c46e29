import type { Auth, Role } from '@usher/auth'
import { isDomainError, type UserId } from '@usher/kernel'

/** Somebody to log in as. The passwords are public: a demo is for trying. */
export interface DemoAccount {
  readonly role: Role
  readonly email: string
  readonly password: string
  readonly name: string
}

export const demoAccounts = {
  buyer: account('buyer', 'Bruno Buyer'),
  organizer: account('organizer', 'Olga Organizer'),
  scanner: account('scanner', 'Sam Scanner'),
  admin: account('admin', 'Ada Admin'),
} as const

/** Creates the account, or finds that it is there. Answers its user id. */
export async function openAccount(
  auth: Pick<Auth, 'createUserWithRoles'>,
  { role, ...registration }: DemoAccount,
): Promise<UserId> {
  const roles = [...new Set<Role>(['buyer', role])]
  try {
    const user = await auth.createUserWithRoles({ ...registration, roles })
    return user.userId
  } catch (error) {
    if (!isDomainError(error, 'email_taken')) throw error
    return error.facts['user_id'] as UserId
  }
}

function account(role: Role, name: string): DemoAccount {
  return { role, email: `${role}@usher.example`, password: `demo-${role}-2026`, name }
}
