import type { Branded } from '@usher/kernel'

/** The SHA-256 of a secret, base64url: what is stored in its place. */
export type SecretHash = Branded<string, 'SecretHash'>

/**
 * `urt_<family>.<secret>`, 256 random bits each. The family stays the same from login to logout,
 * the secret changes with each refresh. Nobody but the holder of a token ever sees its family, so
 * the right family with a wrong secret can only come from a token that has been used: one row a
 * session is enough to recognise every reuse.
 */
export interface RefreshToken {
  readonly family: string
  readonly secret: string
}

const pattern = /^urt_([\w-]{43})\.([\w-]{43})$/

/** Undefined for anything that we cannot have issued. */
export function parseRefreshToken(text: string): RefreshToken | undefined {
  const match = pattern.exec(text)
  return match?.[1] && match[2] ? { family: match[1], secret: match[2] } : undefined
}

export function formatRefreshToken({ family, secret }: RefreshToken): string {
  return `urt_${family}.${secret}`
}
