import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import type { Random } from '@usher/kernel'
import { calculateJwkThumbprint, type JWK } from 'jose'

/** A key pair as the signer and the verifier take it, and as the key set shows it. */
export interface Ed25519 {
  readonly keyId: string
  readonly privateKey: KeyObject
  readonly publicKey: KeyObject
  readonly publicJwk: JWK
}

/** RFC 8410 section 7: what stands before the 32 bytes of an Ed25519 private key in PKCS #8. */
const PKCS8_HEADER = Buffer.from('302e020100300506032b657004220420', 'hex')
const PRIVATE_KEY_BYTES = 32

/** A new private key, base64url. Any 32 random bytes are one (RFC 8032 section 5.1.5). */
export function newPrivateKey(random: Random): string {
  return Buffer.from(random.bytes(PRIVATE_KEY_BYTES)).toString('base64url')
}

/** The pair that belongs to a private key. */
export async function ed25519(privateKeyText: string): Promise<Ed25519> {
  const bytes = Buffer.from(privateKeyText, 'base64url')
  const der = Buffer.concat([PKCS8_HEADER, bytes])
  const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
  const publicKey = createPublicKey(privateKey)
  const { kty, crv, x } = publicKey.export({ format: 'jwk' }) as JWK
  const jwk = { kty, crv, x } as JWK
  const keyId = await calculateJwkThumbprint(jwk)
  return {
    keyId,
    privateKey,
    publicKey,
    publicJwk: { ...jwk, kid: keyId, alg: 'EdDSA', use: 'sig' },
  }
}
