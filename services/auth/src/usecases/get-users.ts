import type { UserId } from '@usher/kernel'
import { tooManyUsers } from '../domain/errors.ts'
import type { User } from '../domain/user.ts'
import type { AuthPorts } from '../auth-ports.ts'

/** Asked for at once: what a page of attendees needs. */
const USERS_MAX = 500

/**
 * Those of these users who exist, each once, in the order in which they were asked for. Throws
 * invalid / too_many_users.
 */
export async function getUsers(
  { users }: Pick<AuthPorts, 'users'>,
  userIds: readonly UserId[],
): Promise<readonly User[]> {
  if (userIds.length > USERS_MAX) throw tooManyUsers(USERS_MAX)
  return users.byIds([...new Set(userIds)])
}
