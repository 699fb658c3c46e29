import { API_KEY_PREFIX, isApiKeySecret } from '../domain/api-key.ts'
import { invalidToken } from '../domain/errors.ts'
import type { Principal } from '../domain/user.ts'
import type { AuthPorts } from '../auth-ports.ts'
import { hashOf } from '../secrets.ts'

type Ports = Pick<AuthPorts, 'accessTokens' | 'apiKeys' | 'users'>

/**
 * Who holds this access token or API key. On the path of every request: a token that was seen
 * before is looked up, not verified. Throws unauthenticated / invalid_token.
 */
export async function authenticate(ports: Ports, credential: string): Promise<Principal> {
  if (credential.startsWith(API_KEY_PREFIX)) return authenticateApiKey(ports, credential)
  return (await ports.accessTokens.verify(credential)).principal
}

/** Looked up each time, so that a revoked key, an inactive user and a new role count at once. */
async function authenticateApiKey({ apiKeys, users }: Ports, secret: string): Promise<Principal> {
  if (!isApiKeySecret(secret)) throw invalidToken()
  const apiKey = await apiKeys.bySecret(hashOf(secret))
  if (!apiKey || apiKey.revokedAtMs !== null) throw invalidToken()
  const user = await users.byId(apiKey.userId)
  if (!user?.isActive) throw invalidToken()
  return { userId: user.userId, roles: user.roles }
}
