import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto'
import { toBase32 } from '../../domain/base32.ts'
import type { KeyPair, TicketSignatures } from '../../ports/ticket-signatures.ts'

const KEY_ID_BYTES = 5
/** Keys in use at a time are few; whoever has more pays for reading them again. */
const KEYS_MAX = 100

export interface SignatureOptions {
  /** False: verifies in the caller's turn, always in the same sequence, as simulations need it. */
  readonly aside?: boolean
}

/** Ed25519 by OpenSSL. Reading a key costs more than using it, so those in use are kept. */
export function nodeTicketSignatures({ aside = true }: SignatureOptions = {}): TicketSignatures {
  const publicKeys = new Map<string, KeyObject>()
  const privateKeys = new Map<string, KeyObject>()
  return {
    newKey: newKeyPair,
    sign(key, message) {
      return sign(
        null,
        message,
        kept(privateKeys, key.d, () => privateKeyOf(key)),
      )
    },
    async verify({ x }, message, signature) {
      const key = kept(publicKeys, x, () => publicKeyOf(x))
      if (!aside) return verify(null, message, key, signature)
      return verifyAside(key, message, signature)
    },
  }
}

/** The public key with these 32 bytes. Throws a vendor's error when they are none. */
export function publicKeyOf(x: string): KeyObject {
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
}

export function newKeyPair(): KeyPair {
  const { privateKey } = generateKeyPairSync('ed25519')
  const { x = '', d = '' } = privateKey.export({ format: 'jwk' })
  return { keyId: keyIdOf(x), x, d }
}

/** RFC 7638: the members that make the key, in this order and without blanks. */
export function keyIdOf(x: string): string {
  const thumbprint = createHash('sha256').update(`{"crv":"Ed25519","kty":"OKP","x":"${x}"}`)
  return toBase32(thumbprint.digest().subarray(0, KEY_ID_BYTES))
}

export function privateKeyOf({ x, d }: KeyPair): KeyObject {
  return createPrivateKey({ key: { kty: 'OKP', crv: 'Ed25519', x, d }, format: 'jwk' })
}

function kept(keys: Map<string, KeyObject>, name: string, read: () => KeyObject): KeyObject {
  const known = keys.get(name)
  if (known) return known
  if (keys.size >= KEYS_MAX) keys.clear()
  const key = read()
  keys.set(name, key)
  return key
}

/** In a thread of Node's pool: a tenth of a millisecond for each would add up beside a sale. */
function verifyAside(key: KeyObject, message: Uint8Array, signature: Uint8Array): Promise<boolean> {
  return new Promise((resolve, reject) => {
    verify(null, message, key, signature, (error, valid) => {
      if (error) reject(error)
      else resolve(valid)
    })
  })
}
