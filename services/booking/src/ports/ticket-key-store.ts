import type { KeyPair } from './ticket-signatures.ts'

// active -> retired (another signs; its codes stay good) or revoked (its codes are refused);
// retired -> revoked.
export type TicketKeyStatus = 'active' | 'retired' | 'revoked'

export interface TicketSigningKey extends KeyPair {
  readonly status: TicketKeyStatus
  readonly createdAtMs: number
}

/** A key that does not sign yet. */
export type NewTicketKey = Omit<TicketSigningKey, 'status'>

/** Keeps the keys that sign tickets; one is active. Changes are durable when they resolve. */
export interface TicketKeyStore {
  /** All there ever were, the newest last. */
  all(): Promise<readonly TicketSigningKey[]>
  /** Makes this the active key unless there is one already. Of many at once one becomes it. */
  addFirst(key: NewTicketKey): Promise<void>
  /** Makes this the active key; the others are retired, or all of them revoked. */
  rotate(key: NewTicketKey, options: { readonly revokeOthers: boolean }): Promise<void>
}

/** Whoever changes keys more often has another problem. */
export const KEYS_MAX = 1000
