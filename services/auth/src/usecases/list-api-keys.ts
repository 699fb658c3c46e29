import type { UserId } from '@usher/kernel'
import { API_KEYS_LISTED_MAX, type ApiKey } from '../domain/api-key.ts'
import type { AuthPorts } from '../auth-ports.ts'

/** The user's keys, those in use first; none for a user who does not exist. */
export function listApiKeys(
  { apiKeys }: Pick<AuthPorts, 'apiKeys'>,
  userId: UserId,
): Promise<readonly ApiKey[]> {
  return apiKeys.ofUser(userId, API_KEYS_LISTED_MAX)
}
