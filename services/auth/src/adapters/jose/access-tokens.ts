import type { Clock } from '@usher/kernel'
import { errors, type JWSHeaderParameters, jwtVerify, SignJWT } from 'jose'
import { invalidToken } from '../../domain/errors.ts'
import type { AccessTokens } from '../../ports/access-tokens.ts'
import { readClaims } from './claims.ts'
import type { JoseKeyRing } from './key-ring.ts'

export interface AccessTokensConfig {
  readonly accessTokenTtlMs: number
  readonly issuer: string
  readonly audience: string
}

/** The one algorithm, whatever a token's header says: RFC 8725 section 3.1. */
const ALGORITHM = 'EdDSA'
/** RFC 9068. Tokens for other purposes carry another type, so that none passes for another. */
const TYPE = 'at+jwt'

/** Ours have 400 characters; what is longer is not worth decoding. */
const TOKEN_CHARS_MAX = 1024

/**
 * Three parts, the last of 64 bytes. Its last character carries two bits and must leave the other
 * four zero, otherwise sixteen texts would be one token.
 */
const shape = /^[\w-]+\.[\w-]+\.[\w-]{85}[AQgw]$/

/** JSON Web Tokens signed with the keys of `keyRing`. */
export function joseAccessTokens(
  { keyRing, clock }: { keyRing: JoseKeyRing; clock: Clock },
  { accessTokenTtlMs, issuer, audience }: AccessTokensConfig,
): AccessTokens {
  const ttlSeconds = Math.floor(accessTokenTtlMs / 1000)
  const expected = { algorithms: [ALGORITHM], typ: TYPE, issuer, audience }

  /**
   * Only the key id is taken from the header: keys and addresses of keys that it brings along are
   * ignored.
   */
  const keyFor = async ({ kid }: JWSHeaderParameters) => {
    const pair = kid === undefined ? undefined : await keyRing.verifier(kid)
    if (!pair) throw invalidToken()
    return pair.publicKey
  }

  return {
    async issue({ userId, roles }) {
      const { keyId, privateKey } = await keyRing.signer()
      const issuedAt = Math.floor(clock.nowMs() / 1000)
      const token = await new SignJWT({ roles })
        .setProtectedHeader({ alg: ALGORITHM, typ: TYPE, kid: keyId })
        .setIssuer(issuer)
        .setAudience(audience)
        .setSubject(userId)
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + ttlSeconds)
        .sign(privateKey)
      return { token, expiresInSeconds: ttlSeconds }
    },

    async verify(token) {
      if (token.length > TOKEN_CHARS_MAX || !shape.test(token)) throw invalidToken()
      const currentDate = new Date(clock.nowMs())
      const verified = await jwtVerify(token, keyFor, { ...expected, currentDate }).catch(refuse)
      return readClaims(verified.payload, { audience, ttlSeconds })
    },
  }
}

/**
 * What jose says is wrong stays here: one answer for all, and nothing to learn from. Other errors
 * are not its verdict.
 */
function refuse(error: unknown): never {
  throw error instanceof errors.JOSEError ? invalidToken() : error
}
