import type { User } from '../domain/user.ts'
import type { AuthPorts } from '../auth-ports.ts'
import { prepareUser, type Registration } from './prepare-user.ts'

type Ports = Pick<AuthPorts, 'users' | 'passwords' | 'clock' | 'random' | 'telemetry'>

/**
 * Creates a buyer. Whoever has the address already keeps the account as it is, and the answer is
 * the user who would have been created: it does not tell whether somebody has an account
 * (docs/adr/0004). Throws invalid / invalid_email, invalid_password, invalid_name,
 * invalid_language; exhausted / too_many_logins.
 */
export async function registerUser(ports: Ports, registration: Registration): Promise<User> {
  const user = await prepareUser(ports, registration, ['buyer'])
  const outcome = await ports.users.add(user)
  if (outcome === 'added') ports.telemetry.userRegistered(user.userId)
  else ports.telemetry.emailClaimedAgain()
  return user
}
