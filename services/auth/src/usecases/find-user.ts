import { parseEmail } from '../domain/email.ts'
import { nobodyWithEmail } from '../domain/errors.ts'
import type { User } from '../domain/user.ts'
import type { AuthPorts } from '../auth-ports.ts'

/**
 * The user with this address, compared as a login compares it. For organizers and operators: it
 * tells whether somebody has an account, which strangers are never told (docs/adr/0004). Throws
 * invalid / invalid_email and not_found / user_not_found.
 */
export async function findUser({ users }: Pick<AuthPorts, 'users'>, email: string): Promise<User> {
  const user = await users.byEmail(parseEmail(email).key)
  if (!user) throw nobodyWithEmail()
  return user
}
