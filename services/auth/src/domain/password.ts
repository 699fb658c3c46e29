import { type Branded, DomainError } from '@usher/kernel'

/** What somebody typed, in the one form that is hashed. */
export type Password = Branded<string, 'Password'>

/**
 * In code points after normalisation: NIST SP 800-63B-4 section 3.1.1.2. No rules of composition,
 * as it says.
 */
const PASSWORD_CHARS_MIN = 8
const PASSWORD_CHARS_MAX = 256

/** Parses a new password. Throws `invalid` / `invalid_password`. */
export function parsePassword(given: string): Password {
  const password = readPassword(given)
  if ([...password].length < PASSWORD_CHARS_MIN) throw invalidPassword()
  return password
}

/**
 * Reads a password that is to be compared: of any length up to the limit, since a rule for new ones
 * may have been milder once. Normalised to NFKC, so that `é` is `é` whichever keyboard composed it.
 * Throws `invalid` / `invalid_password`.
 */
export function readPassword(given: string): Password {
  // A code point takes at most two units; what is longer is refused before any work is spent on it.
  if (given.length > 2 * PASSWORD_CHARS_MAX || !given.isWellFormed()) throw invalidPassword()
  const password = given.normalize('NFKC')
  if (password === '' || [...password].length > PASSWORD_CHARS_MAX) throw invalidPassword()
  return password as Password
}

function invalidPassword(): DomainError {
  const message = `a password has ${PASSWORD_CHARS_MIN} to ${PASSWORD_CHARS_MAX} characters`
  return new DomainError('invalid', 'invalid_password', message, {
    field: 'password',
    min_chars: PASSWORD_CHARS_MIN,
    max_chars: PASSWORD_CHARS_MAX,
  })
}
