import type * as proto from '@usher/contracts'
import { Role } from '@usher/contracts'
import { instant, instantOrNull, namesOf, orNull } from './values.ts'

const roleName = namesOf(Role)

export function user({ userId, email, name, roles, language, createdAtMs }: proto.User) {
  return {
    user_id: userId,
    email,
    name,
    roles: roles.map(
      (role) => roleName(role).toLowerCase() as Lowercase<ReturnType<typeof roleName>>,
    ),
    language: orNull(language),
    created_at: instant(createdAtMs),
  }
}

export function tokens({ accessToken, refreshToken, expiresInSeconds }: proto.TokenPair) {
  return {
    access_token: accessToken,
    refresh_token: refreshToken,
    expires_in: expiresInSeconds,
    token_type: 'Bearer' as const,
  }
}

export function apiKey({ apiKeyId, label, createdAtMs, revokedAtMs }: proto.ApiKey) {
  return {
    api_key_id: apiKeyId,
    label,
    created_at: instant(createdAtMs),
    revoked_at: instantOrNull(revokedAtMs),
  }
}
