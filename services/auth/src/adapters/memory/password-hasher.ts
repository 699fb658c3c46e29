import type { Random } from '@usher/kernel'
import type { PasswordHasher } from '../../ports/password-hasher.ts'
import { hashOf, randomText } from '../../secrets.ts'

/**
 * One round of salted SHA-256: fast, and therefore worthless against anyone who gets hold of the
 * hashes. For tests and simulations only; its hashes say so, and the Argon2 adapter refuses them.
 */
export function insecurePasswordHasher({ random }: { random: Random }): PasswordHasher {
  const hashed = (password: string, salt: string) =>
    `$insecure$${salt}$${hashOf(`${salt}.${password}`)}`
  return {
    async hash(password) {
      return hashed(password, randomText(random))
    },
    async verify(password, stored) {
      return stored !== undefined && hashed(password, stored.split('$')[2] ?? '') === stored
    },
  }
}
