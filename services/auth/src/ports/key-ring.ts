/** The signing keys at work: one signs, it and its predecessors verify. */
export interface KeyRing {
  /** Resolves when there is a key to sign with; makes the first one. */
  ready(): Promise<void>
  /** The public keys that verify now, newest first. */
  keySet(): Promise<KeySet>
  /**
   * Starts signing with a new key; answers its id. Of several processes that rotate at once, one's
   * key is used by all.
   */
  rotate(): Promise<string>
  /**
   * Learns what other processes did, drops keys whose last token has expired, and rotates when the
   * active key is old.
   */
  tend(): Promise<{ readonly rotatedTo: string | undefined }>
}

/** A JSON Web Key Set (RFC 7517). */
export interface KeySet {
  readonly keys: readonly Readonly<Record<string, unknown>>[]
}
