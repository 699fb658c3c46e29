import type { AuthPorts } from '../auth-ports.ts'

type Ports = Pick<AuthPorts, 'keyRing' | 'telemetry'>

/** Rotates the signing key when it is old, and lets go of keys whose last token has expired. */
export async function tendKeys({ keyRing, telemetry }: Ports): Promise<void> {
  const { rotatedTo } = await keyRing.tend()
  if (rotatedTo !== undefined) telemetry.signingKeyRotated(rotatedTo)
}
