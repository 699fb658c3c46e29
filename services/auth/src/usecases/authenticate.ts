import { API_KEY_PREFIX, isApiKeySecret } from '../domain/api-key.ts'
import { invalidToken } from '../domain/errors.ts'
import type { Principal } from '../domain/user.ts'
import type { AuthPorts } from '../auth-ports.ts'
import { hashOf } from '../secrets.ts'

type Ports = Pick<AuthPorts, 'accessTokens' | 'keyHolders'>

/**
 * Who holds this access token or API key. On the path of every request: a token that was seen
 * before is looked up, not verified. Throws unauthenticated / invalid_token.
 */
export async function authenticate(ports: Ports, credential: string): Promise<Principal> {
  if (credential.startsWith(API_KEY_PREFIX)) return authenticateApiKey(ports, credential)
  return (await ports.accessTokens.verify(credential)).principal
}

async function authenticateApiKey({ keyHolders }: Ports, secret: string): Promise<Principal> {
  const holder = isApiKeySecret(secret) && (await keyHolders.find(hashOf(secret)))
  if (!holder) throw invalidToken()
  return holder
}
