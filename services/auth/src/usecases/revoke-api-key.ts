import { type ApiKeyId, DomainError, type UserId } from '@usher/kernel'
import type { AuthPorts } from '../auth-ports.ts'

type Ports = Pick<AuthPorts, 'apiKeys' | 'keyHolders' | 'clock' | 'telemetry'>

/**
 * Ends the key at once, for good; again is no error. Throws not_found / api_key_not_found, for
 * others' keys too.
 */
export async function revokeApiKey(
  { apiKeys, keyHolders, clock, telemetry }: Ports,
  { userId, apiKeyId }: { readonly userId: UserId; readonly apiKeyId: ApiKeyId },
): Promise<void> {
  // First: if the answer is lost, the key may be revoked, and nobody here lets it in from memory.
  keyHolders.end({ userId, apiKeyId })
  if (!(await apiKeys.revoke({ userId, apiKeyId, nowMs: clock.nowMs() }))) {
    const facts = { api_key_id: apiKeyId }
    throw new DomainError('not_found', 'api_key_not_found', 'no such API key', facts)
  }
  telemetry.apiKeyRevoked({ userId, apiKeyId })
}
