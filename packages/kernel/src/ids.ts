import type { Clock } from './clock.ts'
import { DomainError } from './domain-error.ts'
import type { Random } from './random.ts'

declare const brand: unique symbol
/** A string or number that has been parsed once at the edge and needs no second look. */
export type Branded<Base, Name extends string> = Base & { readonly [brand]: Name }

export type UserId = Branded<string, 'UserId'>
export type VenueId = Branded<number, 'VenueId'>
export type EventId = Branded<number, 'EventId'>
export type SeatNumber = Branded<string, 'SeatNumber'>
export type ReservationId = Branded<string, 'ReservationId'>
export type BookingId = Branded<string, 'BookingId'>
export type BookingReference = Branded<string, 'BookingReference'>
export type PaymentId = Branded<string, 'PaymentId'>
export type RefundId = Branded<string, 'RefundId'>
export type CheckInId = Branded<string, 'CheckInId'>
/** Names one logical change; a repeat of the same change carries the same id. */
export type OperationId = Branded<string, 'OperationId'>
/** Names one message of a topic, for consumers that drop repeats. */
export type MessageId = Branded<string, 'MessageId'>
/** Names an API key; the key itself is a secret. */
export type ApiKeyId = Branded<string, 'ApiKeyId'>

const prefixes = {
  user: 'user_',
  reservation: 'rsv_',
  booking: 'bk_',
  payment: 'pay_',
  refund: 'rf_',
  check_in: 'ci_',
  operation: 'op_',
  message: 'msg_',
  api_key: 'key_',
} as const

type PrefixedIds = {
  user: UserId
  reservation: ReservationId
  booking: BookingId
  payment: PaymentId
  refund: RefundId
  check_in: CheckInId
  operation: OperationId
  message: MessageId
  api_key: ApiKeyId
}

/** Crockford's base 32: no I, L, O or U, so that a reference can be read aloud. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'
const TIME_CHARS = 10
/** A byte a character, five bits of each used: 80 random bits. */
const RANDOM_BYTES = 16

/**
 * A new id such as `rsv_01k9…`: 50 bits of milliseconds, then 80 random bits, as in the ULID
 * specification (https://github.com/ulid/spec). Ids made close in time are neighbours in a b-tree,
 * which halves the cost of a write.
 */
export function newId<Kind extends keyof PrefixedIds>(
  { clock, random }: { clock: Clock; random: Random },
  kind: Kind,
): PrefixedIds[Kind] {
  const tail = base32(random.bytes(RANDOM_BYTES))
  return `${prefixes[kind]}${base32Time(clock.nowMs())}${tail}` as PrefixedIds[Kind]
}

/** Five bits of each byte are used: a byte a character keeps the draw unbiased. */
function base32(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += ALPHABET[byte & 31]
  return text
}

function base32Time(ms: number): string {
  let rest = ms
  let text = ''
  for (let i = 0; i < TIME_CHARS; i++) {
    text = `${ALPHABET[rest % 32]}${text}`
    rest = Math.floor(rest / 32)
  }
  return text
}

const REFERENCE_CHARS = 12

/**
 * A booking reference such as `BK-7Q4M-9XKD-2PTA`: 60 random bits, nothing to count up or guess.
 */
export function newBookingReference(random: Random): BookingReference {
  const text = base32(random.bytes(REFERENCE_CHARS)).toUpperCase()
  return `BK-${text.slice(0, 4)}-${text.slice(4, 8)}-${text.slice(8)}` as BookingReference
}

const idPattern = /^[a-z]{2,4}_[0-9a-hjkmnp-tv-z]{26}$/

/** True for a text that can be an id of `kind`. */
export function isId<Kind extends keyof PrefixedIds>(
  kind: Kind,
  text: string,
): text is PrefixedIds[Kind] {
  return text.startsWith(prefixes[kind]) && idPattern.test(text.replace('user_', 'usr_'))
}

/** Parses an id of `kind`. Throws `invalid` / `malformed_id` for anything else. */
export function parseId<Kind extends keyof PrefixedIds>(
  kind: Kind,
  text: string,
): PrefixedIds[Kind] {
  if (isId(kind, text)) return text
  throw new DomainError('invalid', 'malformed_id', `not a ${kind} id`, { [`${kind}_id`]: text })
}
