import type { TicketSigningKey } from '../ports/ticket-key-store.ts'

/**
 * The keys with which codes are verified without asking anybody, as a JSON Web Key Set (RFC 7517,
 * RFC 8037). Those that were revoked are left out: what they signed is refused offline as well.
 */
export function ticketKeySet(keys: readonly TicketSigningKey[]) {
  const good = keys.filter(({ status }) => status !== 'revoked')
  const kind = { kty: 'OKP', crv: 'Ed25519', alg: 'EdDSA', use: 'sig' }
  return { keys: good.map(({ keyId, x }) => ({ ...kind, kid: keyId, x })) }
}
