/**
 * An Ed25519 key pair (RFC 8032) as the parts of a JSON Web Key (RFC 8037), base64url. `d` is the
 * secret: it goes to the store and to `sign`, and nowhere else.
 */
export interface KeyPair {
  /** The first 5 bytes of the key's SHA-256 thumbprint (RFC 7638) in base 32. */
  readonly keyId: string
  readonly x: string
  readonly d: string
}

/** Signs and verifies with Ed25519 and nothing else. Keeps no keys of its own. */
export interface TicketSignatures {
  newKey(): KeyPair
  /** The 64 bytes of the signature, the same ones for the same message. */
  sign(key: KeyPair, message: Uint8Array): Uint8Array
  /** False for anything but the signature of this message by this key, also for nonsense. */
  verify(key: Pick<KeyPair, 'x'>, message: Uint8Array, signature: Uint8Array): Promise<boolean>
}
