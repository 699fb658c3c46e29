import type { Password } from '../domain/password.ts'

/** Turns passwords into hashes that may be stored. */
export interface PasswordHasher {
  /**
   * A hash with its own salt and parameters, of at most 255 characters. Rejects with exhausted /
   * too_many_logins.
   */
  hash(password: Password): Promise<string>
  /**
   * True when `hash` was made of this password. Without a hash it takes as long and answers false:
   * an unknown address costs what a known one does. Rejects with exhausted / too_many_logins.
   */
  verify(password: Password, hash: string | undefined): Promise<boolean>
}
