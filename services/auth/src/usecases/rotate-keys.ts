import type { AuthPorts } from '../auth-ports.ts'

type Ports = Pick<AuthPorts, 'keyRing' | 'telemetry'>

/**
 * Signs with a new key from now on; the old one verifies until its last token has expired. Answers
 * the new key's id.
 */
export async function rotateKeys({ keyRing, telemetry }: Ports): Promise<string> {
  const keyId = await keyRing.rotate()
  telemetry.signingKeyRotated(keyId)
  return keyId
}
