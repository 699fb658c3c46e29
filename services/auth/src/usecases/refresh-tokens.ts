import { invalidRefreshToken, refreshTokenReused } from '../domain/errors.ts'
import { formatRefreshToken, parseRefreshToken } from '../domain/refresh-token.ts'
import { judgeRefresh, type Session } from '../domain/session.ts'
import type { TokenPair } from '../domain/token-pair.ts'
import type { AuthPorts } from '../auth-ports.ts'
import { hashOf, randomText } from '../secrets.ts'

type Ports = Pick<
  AuthPorts,
  'users' | 'sessions' | 'accessTokens' | 'clock' | 'random' | 'telemetry'
>

/**
 * Exchanges a refresh token for a new pair, with the roles of now. Each is good for one use: a
 * second, be it a thief's or that of a second tab, ends the session. Throws unauthenticated /
 * refresh_token_reused or invalid_refresh_token.
 */
export async function refreshTokens(ports: Ports, text: string): Promise<TokenPair> {
  const { users, sessions, accessTokens, clock, random } = ports
  const token = parseRefreshToken(text)
  if (!token) throw invalidRefreshToken()
  const session = await sessions.byFamily(hashOf(token.family))
  if (!session) throw invalidRefreshToken()
  const secretHash = hashOf(token.secret)
  const verdict = judgeRefresh(session, { secretHash, nowMs: clock.nowMs() })
  if (verdict === 'reused') return endReused(ports, session)
  const user = await users.byId(session.userId)
  if (verdict === 'expired' || !user?.isActive) return end(ports, session)

  // Signed before the old token is spent: a failure here leaves the client with one that works.
  const access = await accessTokens.issue(user)
  const secret = randomText(random)
  const change = { familyHash: session.familyHash, expected: secretHash, next: hashOf(secret) }
  // False when another use of the same token came between: this one is the second.
  if (!(await sessions.replaceSecret(change))) return endReused(ports, session)
  ports.telemetry.tokensRefreshed()
  return {
    accessToken: access.token,
    refreshToken: formatRefreshToken({ family: token.family, secret }),
    expiresInSeconds: access.expiresInSeconds,
  }
}

async function end({ sessions }: Ports, session: Session): Promise<never> {
  await sessions.remove(session.familyHash)
  throw invalidRefreshToken()
}

/** A session that is gone already was logged out meanwhile, or ended by an earlier reuse. */
async function endReused({ sessions, telemetry }: Ports, session: Session): Promise<never> {
  if (!(await sessions.remove(session.familyHash))) throw invalidRefreshToken()
  telemetry.refreshTokenReused(session.userId)
  throw refreshTokenReused()
}
