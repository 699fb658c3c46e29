import type { AuthenticateResponse, AuthService } from '@usher/contracts'
import { type Clock, NewestMap } from '@usher/kernel'
import type { Client } from '@usher/rpc'

/** A token is known for so long; a signing key that is withdrawn counts that much later. */
const FRESH_MS = 30_000
/** Tokens; the one that was asked about longest ago makes room. */
const KNOWN_MAX = 20_000

interface Known {
  readonly caller: AuthenticateResponse
  readonly untilMs: number
}

/**
 * The auth service with a memory of the access tokens that it has vouched for: a call less for each
 * request. What a token says does not change until it expires, so it is remembered until then at
 * most. API keys can be revoked and are asked about each time, and so is what was refused.
 */
export function knownCallers(
  auth: Client<typeof AuthService>,
  clock: Pick<Clock, 'nowMs'>,
): Client<typeof AuthService> {
  const known = new NewestMap<string, Known>(KNOWN_MAX)
  return {
    ...auth,
    async authenticate(request, options) {
      const credential = request.credential ?? ''
      const nowMs = clock.nowMs()
      const found = known.get(credential)
      if (found && nowMs < found.untilMs) return found.caller
      known.delete(credential)
      const caller = await auth.authenticate(request, options)
      const untilMs = Math.min(nowMs + FRESH_MS, expiryMsOf(credential))
      if (nowMs < untilMs) known.set(credential, { caller, untilMs })
      return caller
    },
  }
}

/** Of a JSON Web Token, which the auth service has verified; of anything else the distant past. */
function expiryMsOf(credential: string): number {
  const [, payload, signature] = credential.split('.')
  if (payload === undefined || signature === undefined) return 0
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString())
    return isExpiring(claims) ? claims.exp * 1000 : 0
  } catch {
    return 0
  }
}

function isExpiring(claims: unknown): claims is { readonly exp: number } {
  return (
    typeof claims === 'object' &&
    claims !== null &&
    'exp' in claims &&
    typeof claims.exp === 'number'
  )
}
