import { parseRefreshToken } from '../domain/refresh-token.ts'
import type { AuthPorts } from '../auth-ports.ts'
import { hashOf } from '../secrets.ts'

/**
 * Ends the session of a refresh token, used or not. A token that has none is no error: logged out
 * is what was asked for. Access tokens that were issued before stay good until they expire.
 */
export async function logOut(
  { sessions }: Pick<AuthPorts, 'sessions'>,
  text: string,
): Promise<void> {
  const token = parseRefreshToken(text)
  if (token) await sessions.remove(hashOf(token.family))
}
