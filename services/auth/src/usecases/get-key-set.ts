import type { AuthPorts } from '../auth-ports.ts'
import type { KeySet } from '../ports/key-ring.ts'

/** The public keys whose tokens may still be alive. */
export function getKeySet({ keyRing }: Pick<AuthPorts, 'keyRing'>): Promise<KeySet> {
  return keyRing.keySet()
}
