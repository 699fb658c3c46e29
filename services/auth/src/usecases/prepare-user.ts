import { newId } from '@usher/kernel'
import { parseEmail } from '../domain/email.ts'
import { parseLanguage } from '../domain/language.ts'
import { parsePassword } from '../domain/password.ts'
import type { Role } from '../domain/role.ts'
import { NAME, parseText } from '../domain/text.ts'
import { newUser, type User } from '../domain/user.ts'
import type { AuthPorts } from '../auth-ports.ts'

/** What somebody says of themselves, not yet checked. */
export interface Registration {
  readonly email: string
  readonly password: string
  readonly name: string
  /** Of mails to them; absent or empty: not said. */
  readonly language?: string
}

/**
 * Checks a registration and makes the user it asks for, with everything but a place in the store.
 */
export async function prepareUser(
  { passwords, clock, random }: Pick<AuthPorts, 'passwords' | 'clock' | 'random'>,
  registration: Registration,
  roles: readonly Role[],
): Promise<User> {
  const email = parseEmail(registration.email)
  const name = parseText(NAME, registration.name)
  const language = parseLanguage(registration.language ?? '')
  const passwordHash = await passwords.hash(parsePassword(registration.password))
  const userId = newId({ clock, random }, 'user')
  return newUser({ userId, email, passwordHash, name, language, roles }, clock.nowMs())
}
