import { sign, verify } from 'node:crypto'
import {
  signedPart,
  type TicketClaim,
  ticketCodeText,
  ticketKeySet,
  type TicketSheet,
  ticketVerifier,
} from '@usher/booking'
import {
  newKeyPair,
  nodeTicketSignatures,
  privateKeyOf,
  publicKeyOf,
} from '@usher/booking/adapters/node-crypto/ticket-signatures'
import type { BookingId, Currency, EventId, SeatNumber } from '@usher/kernel'

/** More than a processor has next to it. */
const TICKETS = 1000
const BOOKING_ID = 'bk_01k9a2b3c4d5e6f7g8h9jkmnpq' as BookingId
const EVENT_ID = 7 as EventId

/** Work on tickets, each call on the next one, and the same without anything of ours. */
export interface TicketWork {
  readonly codes: readonly string[]
  readonly sign: () => void
  readonly bareSign: () => void
  /** Throws when a code is not what it should be. */
  readonly verify: () => void
  readonly bareVerify: () => void
}

/** Tickets of one booking, signed with a key of their own. */
export function madeUpTickets(): TicketWork {
  const key = { ...newKeyPair(), status: 'active', createdAtMs: 0 } as const
  const signatures = nodeTicketSignatures()
  const privateKey = privateKeyOf(key)
  const publicKey = publicKeyOf(key.x)
  const claims = Array.from({ length: TICKETS }, (_, i) => claimOf(key.keyId, i + 1))
  const messages = claims.map(signedPart)
  const signed = messages.map((message) => sign(null, message, privateKey))
  const codes = messages.map((message, i) => ticketCodeText(message, signed[i] as Uint8Array))
  const verifier = ticketVerifier(ticketKeySet([key]))
  const next = inTurn(TICKETS)
  return {
    codes,
    sign() {
      const message = signedPart(claims[next()] as TicketClaim)
      ticketCodeText(message, signatures.sign(key, message))
    },
    bareSign: () => void sign(null, messages[next()] as Uint8Array, privateKey),
    verify() {
      const { valid } = verifier(codes[next()] as string, EVENT_ID)
      if (!valid) throw new Error('a good code was refused')
    },
    bareVerify() {
      const i = next()
      verify(null, messages[i] as Uint8Array, publicKey, signed[i] as Uint8Array)
    },
  }
}

function claimOf(keyId: string, number: number): TicketClaim {
  const seatNumber = `Stalls-12-${number}` as SeatNumber
  const place = { kind: 'seat', seatNumber } as const
  return { keyId, eventId: EVENT_ID, bookingId: BOOKING_ID, number, issue: 1, place }
}

function inTurn(length: number): () => number {
  let at = 0
  return () => at++ % length
}

/** What the printer is given for a booking of so many seats. */
export function sheetOf(codes: readonly string[], pages: number): TicketSheet {
  return {
    language: 'en',
    event: {
      eventId: EVENT_ID,
      name: 'La vida es sueño',
      venueName: 'Teatro Español',
      address: 'Calle del Príncipe 25',
      city: 'Madrid',
      timeZone: 'Europe/Madrid',
      language: 'es',
      startsAtMs: Date.UTC(2027, 2, 12, 19, 30),
      endsAtMs: 0,
      location: undefined,
      cancelled: false,
      version: 1,
    },
    bookingReference: 'BK-7Q4M-9XKD-2PTA',
    currency: 'EUR' as Currency,
    tickets: codes.slice(0, pages).map((code, i) => ({
      bookingId: BOOKING_ID,
      number: i + 1,
      place: { kind: 'seat', seatNumber: `Stalls-12-${i + 1}` as SeatNumber },
      section: 'Stalls',
      rowNumber: '12',
      category: 'Standard',
      priceMinor: 4500,
      cancelled: false,
      code,
    })),
  }
}
