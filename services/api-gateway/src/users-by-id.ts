import type { AuthService, User } from '@usher/contracts'
import type { CallOptions, Client } from '@usher/rpc'

/** What auth answers in one call. */
const USERS_MAX = 500

/** Who these ids are; accounts that are no more are left out. */
export async function usersById(
  auth: Client<typeof AuthService>,
  ids: readonly string[],
  options: CallOptions,
): Promise<ReadonlyMap<string, User>> {
  const distinct = [...new Set(ids)]
  const users = new Map<string, User>()
  for (let i = 0; i < distinct.length; i += USERS_MAX) {
    const userIds = distinct.slice(i, i + USERS_MAX)
    const answer = await auth.getUsers({ userIds }, options)
    for (const user of answer.users) users.set(user.userId, user)
  }
  return users
}
