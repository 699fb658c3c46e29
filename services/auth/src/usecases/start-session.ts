import type { UserId } from '@usher/kernel'
import { formatRefreshToken } from '../domain/refresh-token.ts'
import type { TokenPair } from '../domain/token-pair.ts'
import type { Principal } from '../domain/user.ts'
import type { AuthPorts } from '../auth-ports.ts'
import { hashOf, randomText } from '../secrets.ts'

export interface SessionPolicy {
  readonly sessionTtlMs: number
  readonly sessionsPerUser: number
}

type Ports = Pick<AuthPorts, 'sessions' | 'accessTokens' | 'clock' | 'random'>

/** Begins a family of refresh tokens; the user's oldest sessions end when there are too many. */
export async function startSession(
  ports: Ports,
  policy: SessionPolicy,
  { userId, roles }: Principal,
): Promise<TokenPair> {
  const { sessions, accessTokens, clock, random } = ports
  const token = { family: randomText(random), secret: randomText(random) }
  const createdAtMs = clock.nowMs()
  await sessions.add({
    familyHash: hashOf(token.family),
    secretHash: hashOf(token.secret),
    userId,
    createdAtMs,
    expiresAtMs: createdAtMs + policy.sessionTtlMs,
  })
  await endOldest(ports, policy, userId)
  const access = await accessTokens.issue({ userId, roles })
  return {
    accessToken: access.token,
    refreshToken: formatRefreshToken(token),
    expiresInSeconds: access.expiresInSeconds,
  }
}

/**
 * More than the one or two that a login usually finds: the rest of a limit that was lowered goes
 * with later logins.
 */
const ENDED_AT_ONCE_MAX = 100

/**
 * Each login looks after it has added its own, so of logins at once the last to look sees all of
 * them.
 */
async function endOldest(
  { sessions }: Ports,
  { sessionsPerUser }: SessionPolicy,
  userId: UserId,
): Promise<void> {
  const page = { skip: sessionsPerUser, limit: ENDED_AT_ONCE_MAX }
  const surplus = await sessions.ofUser(userId, page)
  await Promise.all(surplus.map(({ familyHash }) => sessions.remove(familyHash)))
}
