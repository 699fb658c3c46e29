import { emailTaken } from '../domain/errors.ts'
import type { Role } from '../domain/role.ts'
import type { User } from '../domain/user.ts'
import type { AuthPorts } from '../auth-ports.ts'
import { prepareUser, type Registration } from './prepare-user.ts'

type Ports = Pick<AuthPorts, 'users' | 'passwords' | 'clock' | 'random' | 'telemetry'>

export interface UserWithRoles extends Registration {
  readonly roles: readonly Role[]
}

/**
 * Creates a user with any roles: how the first admin comes to be. For the command line and the
 * demo, never reachable by a call; unlike registration it tells its caller, an operator, that the
 * address is taken: conflict / email_taken with the `user_id` of its owner.
 */
export async function createUserWithRoles(
  ports: Ports,
  { roles, ...registration }: UserWithRoles,
): Promise<User> {
  const user = await prepareUser(ports, registration, roles)
  if ((await ports.users.add(user)) === 'added') {
    ports.telemetry.userRegistered(user.userId)
    return user
  }
  const owner = await ports.users.byEmail(user.email.key)
  throw emailTaken(owner?.userId)
}
