import type { BookingId, EventId, SeatNumber } from '@usher/kernel'
import { fromBase32, toBase32 } from './base32.ts'
import { bytesOfId, idOfBytes } from './id-bytes.ts'

// What a QR code holds; docs/tickets.md describes it for those who write a scanner.
// USHER. and, in base 32: version 1, key 5, event 4, booking 16, ticket number 2, issue number 2,
// kind of place 1, length of its name 1, name, signature 64 bytes.

/** What is signed: one ticket of one booking, as given out for the `issue`th time. */
export interface TicketClaim {
  /** Names the key that signed: 8 characters of base 32. */
  readonly keyId: string
  readonly eventId: EventId
  readonly bookingId: BookingId
  /** Counts from 1 within the booking and never changes. */
  readonly number: number
  readonly issue: number
  readonly place: TicketPlace
}

export type TicketPlace =
  | { readonly kind: 'seat'; readonly seatNumber: SeatNumber }
  | { readonly kind: 'area'; readonly area: string }

/** A code that has the right form. Whether it was signed is for whoever has the key to say. */
export interface ParsedTicketCode {
  readonly claim: TicketClaim
  /** What the signature is of. */
  readonly signed: Uint8Array
  readonly signature: Uint8Array
}

/** Why a text is no ticket code. */
export type CodeProblem = 'malformed' | 'unknown_version' | 'wrong_length' | 'not_canonical'

export type ParseOutcome =
  | { readonly ok: true; readonly code: ParsedTicketCode }
  | { readonly ok: false; readonly problem: CodeProblem }

const PREFIX = 'USHER.'
/**
 * Says how the rest is laid out and that it is signed with Ed25519 (RFC 8032). A code cannot choose
 * another algorithm: there is nothing in it that says so.
 */
const VERSION = 1
const KEY_ID_BYTES = 5
const SIGNATURE_BYTES = 64
const NAME_BYTES_MAX = 255

const AT = { version: 0, keyId: 1, eventId: 6, bookingId: 10, number: 26, issue: 28, kind: 30 }
const NAME_LENGTH_AT = 31
const NAME_AT = 32
/** Nothing longer is looked at. */
const CODE_CHARS_MAX =
  PREFIX.length + Math.ceil(((NAME_AT + NAME_BYTES_MAX + SIGNATURE_BYTES) * 8) / 5)

const kinds = ['seat', 'area'] as const

/** What has to be signed: the prefix, so that it can be nothing else, and the claim. */
export function signedPart(claim: TicketClaim): Uint8Array {
  const name = new TextEncoder().encode(nameOf(claim.place))
  if (name.length > NAME_BYTES_MAX) throw new RangeError('the name of a place has up to 255 bytes')
  const body = new Uint8Array(NAME_AT + name.length)
  const view = new DataView(body.buffer)
  body[AT.version] = VERSION
  body.set(keyIdBytes(claim.keyId), AT.keyId)
  view.setUint32(AT.eventId, claim.eventId)
  body.set(bytesOfId(claim.bookingId), AT.bookingId)
  view.setUint16(AT.number, claim.number)
  view.setUint16(AT.issue, claim.issue)
  body[AT.kind] = kinds.indexOf(claim.place.kind)
  body[NAME_LENGTH_AT] = name.length
  body.set(name, NAME_AT)
  return joined(prefixBytes, body)
}

/** The text of a QR code. */
export function ticketCodeText(signed: Uint8Array, signature: Uint8Array): string {
  return PREFIX + toBase32(joined(signed.subarray(PREFIX.length), signature))
}

/** Reads any text at all: the parts of a code, or why it is none. A claim has one text only. */
export function parseTicketCode(text: string): ParseOutcome {
  if (!text.startsWith(PREFIX) || text.length > CODE_CHARS_MAX) return problem('malformed')
  const digits = text.slice(PREFIX.length)
  if (!/^[A-Z2-7]+$/.test(digits)) return problem('malformed')
  const bytes = fromBase32(digits)
  if (!bytes) return problem('not_canonical')
  if (bytes[AT.version] !== VERSION) return problem('unknown_version')
  const bodyBytes = NAME_AT + (bytes[NAME_LENGTH_AT] ?? 0)
  if (bytes.length !== bodyBytes + SIGNATURE_BYTES) return problem('wrong_length')
  const claim = claimOf(bytes.subarray(0, bodyBytes))
  if (!claim) return problem('malformed')
  const signed = joined(prefixBytes, bytes.subarray(0, bodyBytes))
  return { ok: true, code: { claim, signed, signature: bytes.subarray(bodyBytes) } }
}

function problem(problem: CodeProblem): ParseOutcome {
  return { ok: false, problem }
}

function claimOf(body: Uint8Array): TicketClaim | undefined {
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength)
  const place = placeOf(kinds[view.getUint8(AT.kind)], body.subarray(NAME_AT))
  const number = view.getUint16(AT.number)
  const issue = view.getUint16(AT.issue)
  if (!place || number === 0 || issue === 0) return undefined
  return {
    keyId: toBase32(body.subarray(AT.keyId, AT.eventId)),
    eventId: view.getUint32(AT.eventId) as EventId,
    bookingId: idOfBytes('bk_', body.subarray(AT.bookingId, AT.number)) as BookingId,
    number,
    issue,
    place,
  }
}

function placeOf(
  kind: (typeof kinds)[number] | undefined,
  nameBytes: Uint8Array,
): TicketPlace | undefined {
  const name = utf8(nameBytes)
  if (!name || kind === undefined) return undefined
  if (kind === 'seat') return { kind, seatNumber: name as SeatNumber }
  return { kind, area: name }
}

/** Undefined for bytes that are not UTF-8, of which there is one way to write a text. */
function utf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}

function nameOf(place: TicketPlace): string {
  return place.kind === 'seat' ? place.seatNumber : place.area
}

function keyIdBytes(keyId: string): Uint8Array {
  const bytes = fromBase32(keyId)
  if (bytes?.length === KEY_ID_BYTES) return bytes
  throw new RangeError('a key id is 5 bytes in base 32')
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(first.length + second.length)
  bytes.set(first)
  bytes.set(second, first.length)
  return bytes
}

const prefixBytes = new TextEncoder().encode(PREFIX)
