import type { EventId } from '@usher/kernel'
import type { Booking } from './booking.ts'
import { samePlace, type Ticket, ticketsOf } from './ticket.ts'
import type { CodeProblem, TicketClaim } from './ticket-code.ts'

/** Why nobody is let in; the words are those that scanners of pretix know. */
export type RefusalReason =
  | 'invalid'
  | 'unpaid'
  | 'canceled'
  | 'already_redeemed'
  | 'revoked'
  | 'product'
  | 'invalid_time'

export type RefusalDetail =
  | CodeProblem
  | 'unknown_key'
  | 'bad_signature'
  | 'other_event'
  | 'unknown_ticket'
  | 'revoked_key'
  | 'reissued'
  | 'booking_pending'
  | 'booking_cancelled'
  | 'booking_failed'
  | 'ticket_cancelled'
  | 'event_cancelled'
  | 'wrong_section'
  | 'too_early'
  | 'too_late'
  | 'checked_in_before'

export interface Refusal {
  readonly reason: RefusalReason
  readonly detail: RefusalDetail
}

/** What is known at the door, besides the booking, when somebody shows a ticket. */
export interface DoorFacts {
  readonly issue: number
  /** Empty: all sections are admitted here. */
  readonly sections: readonly string[]
  readonly nowMs: number
  readonly hours: DoorHours
}

export interface DoorHours {
  readonly cancelled: boolean
  readonly opensAtMs: number
  readonly closesAtMs: number
}

/** The ticket that a claim names; undefined when its booking has no such ticket. */
export function claimedTicket(booking: Booking, claim: TicketClaim): Ticket | undefined {
  const ticket = ticketsOf(booking)[claim.number - 1]
  const same = ticket && booking.eventId === claim.eventId && samePlace(ticket.place, claim.place)
  return same ? ticket : undefined
}

/**
 * Why a ticket that we have signed does not admit; undefined when it does, unless somebody came in
 * with it before. Whether it is good at all comes first: a cancelled ticket is not a used one.
 */
export function refusalOf(
  booking: Booking,
  ticket: Ticket,
  { issue: claimed }: Pick<TicketClaim, 'issue'>,
  { issue, sections, nowMs, hours }: DoorFacts,
): Refusal | undefined {
  const ended = refusalOfBooking(booking)
  if (ended) return ended
  if (ticket.cancelled) return refusal('canceled', 'ticket_cancelled')
  if (claimed < issue) return refusal('revoked', 'reissued')
  if (claimed > issue) return refusal('invalid', 'unknown_ticket')
  if (hours.cancelled) return refusal('canceled', 'event_cancelled')
  if (sections.length > 0 && !sections.includes(ticket.section)) {
    return refusal('product', 'wrong_section')
  }
  if (nowMs < hours.opensAtMs) return refusal('invalid_time', 'too_early')
  if (nowMs > hours.closesAtMs) return refusal('invalid_time', 'too_late')
  return undefined
}

export function refusal(reason: RefusalReason, detail: RefusalDetail): Refusal {
  return { reason, detail }
}

/** When the doors of an event are open. Of an event nobody has told us about: always. */
export function doorHours(
  event: EventTimes | undefined,
  { doorsOpenMs, doorsCloseMs }: { readonly doorsOpenMs: number; readonly doorsCloseMs: number },
): DoorHours {
  const { cancelled = false, startsAtMs = 0, endsAtMs = 0 } = event ?? {}
  return {
    cancelled,
    opensAtMs: startsAtMs > 0 ? startsAtMs - doorsOpenMs : -Infinity,
    // An end that nobody has announced shuts nobody out.
    closesAtMs: endsAtMs > 0 ? endsAtMs + doorsCloseMs : Infinity,
  }
}

export interface EventTimes {
  readonly eventId: EventId
  readonly cancelled: boolean
  readonly startsAtMs: number
  readonly endsAtMs: number
}

function refusalOfBooking({ status }: Booking): Refusal | undefined {
  if (status === 'PENDING') return refusal('unpaid', 'booking_pending')
  if (status === 'CANCELLED') return refusal('canceled', 'booking_cancelled')
  return status === 'FAILED' ? refusal('canceled', 'booking_failed') : undefined
}
