/** An Ed25519 key pair. Immutable: the next generation retires it, and retiring writes nothing. */
export interface SigningKey {
  /** Counts up from 1; the highest signs. */
  readonly generation: number
  /** RFC 7638 thumbprint, the `kid` of its tokens. */
  readonly keyId: string
  /** The 32-byte private key (RFC 8032), base64url. */
  readonly privateKey: string
  readonly createdAtMs: number
}

/** The key that signs; undefined before the first was made. */
export function activeKey(keys: readonly SigningKey[]): SigningKey | undefined {
  return newestFirst(keys)[0]
}

/**
 * The keys whose tokens may still be alive, newest first: the active one, and each older one until
 * the last token it signed has expired, `tokenTtlMs` after its successor was made.
 */
export function verifyingKeys(
  keys: readonly SigningKey[],
  { nowMs, tokenTtlMs }: { nowMs: number; tokenTtlMs: number },
): readonly SigningKey[] {
  const ordered = newestFirst(keys)
  return ordered.filter((_, i) => {
    const successor = ordered[i - 1]
    return !successor || nowMs < successor.createdAtMs + tokenTtlMs + SUCCESSION_MS
  })
}

/**
 * Another process signs with the old key until it has read the new one: see `KEYS_EVERY_MS` in
 * auth.ts.
 */
export const SUCCESSION_MS = 120_000

/** True when the active key has signed for `keyLifeMs`, or there is none. */
export function isRotationDue(
  keys: readonly SigningKey[],
  { nowMs, keyLifeMs }: { nowMs: number; keyLifeMs: number },
): boolean {
  const active = activeKey(keys)
  return !active || nowMs >= active.createdAtMs + keyLifeMs
}

function newestFirst(keys: readonly SigningKey[]): readonly SigningKey[] {
  return [...keys].sort((a, b) => b.generation - a.generation)
}
