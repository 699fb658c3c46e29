import { hash, verify } from '@node-rs/argon2'
import { DomainError, type Random } from '@usher/kernel'
import { tooManyLogins } from '../../domain/errors.ts'
import type { PasswordHasher } from '../../ports/password-hasher.ts'
import { limitConcurrency, type ConcurrencyLimits } from './limit-concurrency.ts'

/**
 * The OWASP Password Storage Cheat Sheet's choice for Argon2id: 19 MiB, two passes, one lane. About
 * 10 ms of one core. Hashes carry their parameters, so these may be raised without invalidating
 * any.
 */
const costs = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const
const SALT_BYTES = 16

const { memoryCost, timeCost, parallelism } = costs
/**
 * A hash that no password is known to have: verifying against it takes as long as against a stored
 * one.
 */
const HASH_OF_NOBODY = [
  '$argon2id$v=19',
  `m=${memoryCost},t=${timeCost},p=${parallelism}`,
  'A'.repeat(22),
  'A'.repeat(43),
].join('$')

/**
 * Argon2id on the thread pool. At most `concurrency` run at once (each takes 19 MiB) and `queue`
 * wait; more are turned away with exhausted / too_many_logins, so that a flood of logins costs
 * memory and time that are known.
 */
export function argon2PasswordHasher(
  { random }: { random: Random },
  limits: ConcurrencyLimits,
): PasswordHasher {
  const limited = limitConcurrency(limits, tooManyLogins)
  return {
    hash: (password) => limited(() => hash(password, { ...costs, salt: random.bytes(SALT_BYTES) })),

    verify: (password, stored) =>
      limited(() => verify(stored ?? HASH_OF_NOBODY, password).catch(unreadable)),
  }
}

function unreadable(cause: unknown): never {
  const message = 'a stored password hash cannot be read'
  throw new DomainError('unavailable', 'password_hash_unreadable', message, {}, cause)
}
