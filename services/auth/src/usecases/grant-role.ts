import type { UserId } from '@usher/kernel'
import { userChanged } from '../domain/errors.ts'
import type { Role } from '../domain/role.ts'
import { type User, withRole } from '../domain/user.ts'
import type { AuthPorts } from '../auth-ports.ts'
import { getUser } from './get-user.ts'

/**
 * Another grant to the same user may come between reading and writing; five in a row do not by
 * chance.
 */
const TRIES_MAX = 5

/**
 * Gives the user a role; one they have is no error. It shows in the next access token, by refresh
 * or login, and in API keys at once. Who may grant is the caller's to decide. Throws not_found /
 * user_not_found, conflict / user_changed.
 */
export async function grantRole(
  ports: Pick<AuthPorts, 'users' | 'clock' | 'telemetry'>,
  { userId, role }: { readonly userId: UserId; readonly role: Role },
): Promise<User> {
  for (let tries = 0; tries < TRIES_MAX; tries++) {
    const user = await getUser(ports, userId)
    const next = withRole(user, role, ports.clock.nowMs())
    if (next === user) return user
    if (await ports.users.replace(next)) {
      ports.telemetry.roleGranted({ userId, role })
      return next
    }
  }
  throw userChanged(userId)
}
