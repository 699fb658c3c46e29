import { hash } from 'node:crypto'
import type { Random } from '@usher/kernel'
import type { SecretHash } from './domain/refresh-token.ts'

/**
 * 256 bits: beyond guessing, so that one fast hash protects what is stored, which a password would
 * need Argon2 for.
 */
const SECRET_BYTES = 32

/** A new secret of 43 characters, base64url. */
export function randomText(random: Random): string {
  return Buffer.from(random.bytes(SECRET_BYTES)).toString('base64url')
}

/** What is stored in the place of a secret: its SHA-256, base64url. */
export function hashOf(secret: string): SecretHash {
  return hash('sha256', secret, 'base64url') as SecretHash
}
