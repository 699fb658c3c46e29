import { type ApiKeyId, newId } from '@usher/kernel'
import { manualClock, seededRandom } from '@usher/testing'
import type { ApiKey } from '../domain/api-key.ts'
import { parseEmail } from '../domain/email.ts'
import { parseLanguage } from '../domain/language.ts'
import type { SecretHash } from '../domain/refresh-token.ts'
import type { Session } from '../domain/session.ts'
import { newUser, type User } from '../domain/user.ts'

const ids = { clock: manualClock(), random: seededRandom(1) }

/** Parts for tests of the ports: each call makes other ids. */
export function sampleUser(email = 'Ann@example.org'): User {
  return newUser(
    {
      userId: newId(ids, 'user'),
      email: parseEmail(email),
      passwordHash: 'hash',
      name: 'Ann',
      language: parseLanguage('es'),
      roles: ['organizer'],
    },
    ids.clock.nowMs(),
  )
}

export function sampleSession(parts: Partial<Session> = {}): Session {
  return {
    familyHash: newId(ids, 'operation') as string as SecretHash,
    secretHash: 'first' as SecretHash,
    userId: newId(ids, 'user'),
    createdAtMs: 1000,
    expiresAtMs: 5000,
    ...parts,
  }
}

export function sampleApiKey(parts: Partial<ApiKey> = {}): ApiKey {
  const name = newId(ids, 'operation') as string
  return {
    apiKeyId: `key_${name}` as ApiKeyId,
    userId: newId(ids, 'user'),
    label: 'box office',
    secretHash: name as SecretHash,
    createdAtMs: 1000,
    revokedAtMs: null,
    ...parts,
  }
}
