import { parseEmail } from '../domain/email.ts'
import { invalidCredentials } from '../domain/errors.ts'
import { readPassword } from '../domain/password.ts'
import type { TokenPair } from '../domain/token-pair.ts'
import type { AuthPorts } from '../auth-ports.ts'
import { type SessionPolicy, startSession } from './start-session.ts'

type Ports = Pick<
  AuthPorts,
  'users' | 'sessions' | 'passwords' | 'accessTokens' | 'clock' | 'random' | 'telemetry'
>

/**
 * Starts a session for whoever knows the password. An unknown address costs one verification too,
 * and is answered as a wrong password is. Throws unauthenticated / invalid_credentials; exhausted /
 * too_many_logins.
 */
export async function logIn(
  ports: Ports,
  policy: SessionPolicy,
  { email, password }: { readonly email: string; readonly password: string },
): Promise<TokenPair> {
  const { key } = parseEmail(email)
  const attempt = readPassword(password)
  const user = await ports.users.byEmail(key)
  const isRight = await ports.passwords.verify(attempt, user?.passwordHash)
  if (!user || !isRight || !user.isActive) {
    ports.telemetry.loginRefused()
    throw invalidCredentials()
  }
  const tokens = await startSession(ports, policy, user)
  ports.telemetry.loggedIn()
  return tokens
}
