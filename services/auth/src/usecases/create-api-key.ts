import { DomainError, newId, type UserId } from '@usher/kernel'
import {
  API_KEY_PREFIX,
  API_KEYS_LISTED_MAX,
  API_KEYS_PER_USER_MAX,
  type ApiKey,
} from '../domain/api-key.ts'
import { API_KEY_LABEL, parseText } from '../domain/text.ts'
import type { AuthPorts } from '../auth-ports.ts'
import { hashOf, randomText } from '../secrets.ts'
import { getUser } from './get-user.ts'

type Ports = Pick<AuthPorts, 'users' | 'apiKeys' | 'clock' | 'random' | 'telemetry'>

/**
 * Makes a key that acts for the user. The secret is in this answer and nowhere else. Throws invalid
 * / invalid_label, not_found / user_not_found, exhausted / too_many_api_keys.
 */
export async function createApiKey(
  ports: Ports,
  request: { readonly userId: UserId; readonly label: string },
): Promise<{ readonly apiKey: ApiKey; readonly secret: string }> {
  const { apiKeys, clock, random, telemetry } = ports
  const label = parseText(API_KEY_LABEL, request.label)
  const { userId } = await getUser(ports, request.userId)
  await refuseTooMany(ports, userId)
  const secret = `${API_KEY_PREFIX}${randomText(random)}`
  const apiKey: ApiKey = {
    apiKeyId: newId({ clock, random }, 'api_key'),
    userId,
    label,
    secretHash: hashOf(secret),
    createdAtMs: clock.nowMs(),
    revokedAtMs: null,
  }
  await apiKeys.add(apiKey)
  telemetry.apiKeyCreated({ userId, apiKeyId: apiKey.apiKeyId })
  return { apiKey, secret }
}

/** Keeps lists short. Calls at once may pass it by their number, which harms nobody. */
async function refuseTooMany({ apiKeys }: Ports, userId: UserId): Promise<void> {
  const listed = await apiKeys.ofUser(userId, API_KEYS_LISTED_MAX)
  const inUse = listed.filter(({ revokedAtMs }) => revokedAtMs === null).length
  if (inUse < API_KEYS_PER_USER_MAX) return
  const message = `a user has at most ${API_KEYS_PER_USER_MAX} API keys in use; revoke one first`
  throw new DomainError('exhausted', 'too_many_api_keys', message, { max: API_KEYS_PER_USER_MAX })
}
