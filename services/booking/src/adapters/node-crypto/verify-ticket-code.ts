import { type KeyObject, verify } from 'node:crypto'
import { DomainError } from '@usher/kernel'
import { type CodeProblem, parseTicketCode, type TicketClaim } from '../../domain/ticket-code.ts'
import { ticketIdOf } from '../../domain/ticket.ts'
import { publicKeyOf } from './ticket-signatures.ts'

/** A JSON Web Key Set as `GetTicketKeys` gives it, or its text. */
export type TicketKeySet = string | { readonly keys: readonly PublicTicketKey[] }

export interface PublicTicketKey {
  readonly kid: string
  readonly kty: string
  readonly crv: string
  readonly x: string
}

/** What can be said of a code without asking anybody. */
export type Verification =
  | { readonly valid: true; readonly ticket: TicketFacts }
  | {
      readonly valid: false
      readonly reason: 'invalid'
      readonly detail: CodeProblem | 'unknown_key' | 'bad_signature' | 'other_event'
    }

/** What a valid code says. Whether it was cancelled or used since, only the platform knows. */
export interface TicketFacts {
  readonly ticketId: string
  readonly bookingId: string
  readonly eventId: number
  readonly number: number
  readonly issue: number
  /** Empty for a place in an area. */
  readonly seatNumber: string
  /** Empty for a seat. */
  readonly area: string
  readonly keyId: string
}

export type TicketVerifier = (code: string, eventId?: number) => Verification

/**
 * Verifies one code with public keys alone. For many, make one `ticketVerifier`: it reads the keys
 * once. Throws invalid / malformed_key_set.
 */
export function verifyTicketCode(
  code: string,
  keySet: TicketKeySet,
  eventId?: number,
): Verification {
  return ticketVerifier(keySet)(code, eventId)
}

/** Verifies codes with these public keys. Throws invalid / malformed_key_set. */
export function ticketVerifier(keySet: TicketKeySet): TicketVerifier {
  const keys = keysOf(keySet)
  return (text, eventId) => {
    const parsed = parseTicketCode(text)
    if (!parsed.ok) return refused(parsed.problem)
    const { claim, signed, signature } = parsed.code
    const key = keys.get(claim.keyId)
    if (!key) return refused('unknown_key')
    if (!verify(null, signed, key, signature)) return refused('bad_signature')
    if (eventId !== undefined && eventId !== claim.eventId) return refused('other_event')
    return { valid: true, ticket: factsOf(claim) }
  }
}

function refused(detail: (Verification & { valid: false })['detail']): Verification {
  return { valid: false, reason: 'invalid', detail }
}

function factsOf({ keyId, eventId, bookingId, number, issue, place }: TicketClaim): TicketFacts {
  return {
    ticketId: ticketIdOf({ bookingId, number }),
    bookingId,
    eventId,
    number,
    issue,
    seatNumber: place.kind === 'seat' ? place.seatNumber : '',
    area: place.kind === 'area' ? place.area : '',
    keyId,
  }
}

/** Keys of other kinds are not looked at: a set may hold them, a code cannot use them. */
function keysOf(keySet: TicketKeySet): ReadonlyMap<string, KeyObject> {
  try {
    const set: unknown = typeof keySet === 'string' ? JSON.parse(keySet) : keySet
    const keys = (set as { keys: PublicTicketKey[] }).keys.filter(({ crv }) => crv === 'Ed25519')
    return new Map(keys.map(({ kid, x }) => [kid, publicKeyOf(x)]))
  } catch (cause) {
    const message = 'not a JSON Web Key Set of Ed25519 keys'
    throw new DomainError('invalid', 'malformed_key_set', message, {}, cause)
  }
}
