import { type ApiKeyId, DomainError, type UserId } from '@usher/kernel'
import type { AuthPorts } from '../auth-ports.ts'

/**
 * Ends the key at once, for good; again is no error. Throws not_found / api_key_not_found, for
 * others' keys too.
 */
export async function revokeApiKey(
  { apiKeys, clock, telemetry }: Pick<AuthPorts, 'apiKeys' | 'clock' | 'telemetry'>,
  { userId, apiKeyId }: { readonly userId: UserId; readonly apiKeyId: ApiKeyId },
): Promise<void> {
  if (!(await apiKeys.revoke({ userId, apiKeyId, nowMs: clock.nowMs() }))) {
    const facts = { api_key_id: apiKeyId }
    throw new DomainError('not_found', 'api_key_not_found', 'no such API key', facts)
  }
  telemetry.apiKeyRevoked({ userId, apiKeyId })
}
