import type { UserId } from '@usher/kernel'
import { userNotFound } from '../domain/errors.ts'
import type { User } from '../domain/user.ts'
import type { AuthPorts } from '../auth-ports.ts'

/** Throws not_found / user_not_found. */
export async function getUser({ users }: Pick<AuthPorts, 'users'>, userId: UserId): Promise<User> {
  const user = await users.byId(userId)
  if (!user) throw userNotFound(userId)
  return user
}
