import { isDomainError, parseId, type UserId } from '@usher/kernel'
import type { JWTPayload } from 'jose'
import { invalidToken } from '../../domain/errors.ts'
import { isRole, type Role } from '../../domain/role.ts'
import type { VerifiedToken } from '../../ports/access-tokens.ts'

/**
 * What a signed payload says; rejects one that we would not have signed so, even though the
 * signature is ours.
 */
export function readClaims(
  payload: JWTPayload,
  { audience, ttlSeconds }: { audience: string; ttlSeconds: number },
): VerifiedToken {
  const { aud, exp, iat, sub, roles } = payload
  const isTimely = typeof exp === 'number' && typeof iat === 'number' && exp - iat <= ttlSeconds
  if (!isTimely || aud !== audience || typeof sub !== 'string' || !areRoles(roles)) {
    throw invalidToken()
  }
  return { principal: { userId: userIdOf(sub), roles }, expiresAtMs: exp * 1000 }
}

function areRoles(value: unknown): value is readonly Role[] {
  return Array.isArray(value) && value.every(isRole)
}

function userIdOf(sub: string): UserId {
  try {
    return parseId('user', sub)
  } catch (error) {
    throw isDomainError(error) ? invalidToken() : error
  }
}
