import { type Branded, DomainError } from '@usher/kernel'
import { isPlain } from './text.ts'

/** The one form of all the ways to write an address: what makes two of them the same account. */
export type EmailKey = Branded<string, 'EmailKey'>

export interface Email {
  /** As its owner writes it, without surrounding white space. */
  readonly address: string
  readonly key: EmailKey
}

/** RFC 5321 4.5.3.1: a path of 256 with its angle brackets, and a local part of 64. */
const EMAIL_CHARS_MAX = 254
const LOCAL_PART_CHARS_MAX = 64

/** Without invisible characters (Cf), which would make two addresses look like one. */
const shape = /^[^\s@\p{Cf}]+@[^\s@.\p{Cf}]+(\.[^\s@.\p{Cf}]+)*$/u

/**
 * Parses an address. Only its shape is judged: whether it exists, a mail tells. Throws `invalid` /
 * `invalid_email`.
 *
 * Local parts are compared without case although RFC 5321 permits servers to tell them apart: no
 * provider that people use does, and two accounts for `Ann@…` and `ann@…` would be a way to
 * impersonate.
 */
export function parseEmail(given: string): Email {
  const address = given.trim()
  if (address.length > 2 * EMAIL_CHARS_MAX || !isPlain(address)) throw invalidEmail()
  const key = address.normalize('NFKC').toLowerCase()
  const tooLong = [...address].length > EMAIL_CHARS_MAX || [...key].length > EMAIL_CHARS_MAX
  if (tooLong || !shape.test(key) || key.indexOf('@') > LOCAL_PART_CHARS_MAX) throw invalidEmail()
  return { address, key: key as EmailKey }
}

function invalidEmail(): DomainError {
  const message = `not an e-mail address of at most ${EMAIL_CHARS_MAX} characters`
  return new DomainError('invalid', 'invalid_email', message, { field: 'email' })
}
