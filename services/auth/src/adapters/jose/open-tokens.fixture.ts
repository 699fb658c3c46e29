import { DomainError, newId } from '@usher/kernel'
import { memoryTables } from '@usher/stores'
import { manualClock, seededRandom } from '@usher/testing'
import { CompactSign } from 'jose'
import type { Principal } from '../../domain/user.ts'
import type { SigningKeyStore } from '../../ports/signing-key-store.ts'
import { tablesSigningKeyStore } from '../tables/signing-key-store.ts'
import { joseAccessTokens } from './access-tokens.ts'
import { ed25519, type Ed25519, newPrivateKey } from './ed25519.ts'
import { JoseKeyRing } from './key-ring.ts'

const clock = manualClock()
const random = seededRandom(1)

export const principal: Principal = {
  userId: newId({ clock, random }, 'user'),
  roles: ['buyer', 'organizer'],
}

/** What differs from a good token. `undefined` leaves a part out. */
export interface Forgery {
  readonly header?: Readonly<Record<string, unknown>>
  readonly claims?: Readonly<Record<string, unknown>>
  /** The payload as it is, instead of claims. */
  readonly payload?: string
}

/**
 * Tokens with a store to watch, and the means to forge: `signedBy` takes any pair, ours included.
 */
export async function openTokens() {
  const clock = manualClock()
  const stored = tablesSigningKeyStore(memoryTables())
  let reads = 0
  let fails = false
  const signingKeys: SigningKeyStore = {
    ...stored,
    all: async () => {
      reads++
      if (fails) throw new DomainError('unavailable', 'storage_failed', 'the store cannot read')
      return stored.all()
    },
  }
  const config = { accessTokenTtlMs: 600_000, keyLifeMs: 1e9, issuer: 'usher', audience: 'usher' }
  const keyRing = new JoseKeyRing({ signingKeys, clock, random }, config)
  const pair = await keyRing.signer()
  const nowSeconds = clock.nowMs() / 1000
  const goodHeader = { alg: 'EdDSA', typ: 'at+jwt', kid: pair.keyId }
  const goodClaims = {
    iss: 'usher',
    aud: 'usher',
    sub: principal.userId,
    roles: principal.roles,
    iat: nowSeconds,
    exp: nowSeconds + 600,
  }
  return {
    clock,
    accessTokens: joseAccessTokens({ keyRing, clock }, config),
    pair,
    strangerPair: await ed25519(newPrivateKey(random)),
    goodHeader,
    goodClaims,
    nowSeconds,
    reads: () => reads,
    failStore: () => {
      fails = true
    },
    signedBy: ({ privateKey }: Ed25519, { header, claims, payload }: Forgery = {}) => {
      const text = payload ?? JSON.stringify({ ...goodClaims, ...claims })
      return new CompactSign(Buffer.from(text))
        .setProtectedHeader({ ...goodHeader, ...header })
        .sign(privateKey)
    },
  }
}
