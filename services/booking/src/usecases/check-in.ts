import { DomainError, type EventId, newId, type OperationId } from '@usher/kernel'
import type { Booking } from '../domain/booking.ts'
import type { CheckIn } from '../domain/check-in.ts'
import { claimedTicket, doorHours, type Refusal, refusal, refusalOf } from '../domain/door.ts'
import { seatNumberOf, type Ticket } from '../domain/ticket.ts'
import { type ParsedTicketCode, parseTicketCode, type TicketClaim } from '../domain/ticket-code.ts'
import type { SeenTicket } from '../ports/check-in-store.ts'
import type { TicketView } from './get-tickets.ts'
import type { TicketPorts } from './ticket-ports.ts'

export interface Scan {
  readonly eventId: EventId
  readonly code: string
  readonly scannerId: string
  readonly gate: string
  /** Empty: all sections are admitted here. */
  readonly sections: readonly string[]
  /** Empty: a repeat is a second scan. */
  readonly operationId: OperationId | ''
}

/** A refusal is an answer. Without a ticket the code names none of this event. */
export interface ScanOutcome {
  readonly refused: Refusal | undefined
  readonly view: TicketView | undefined
  /** This check-in, or the one that came before. */
  readonly checkIn: CheckIn | undefined
}

/** So often a scan is decided anew because its booking was changed meanwhile. */
const CONFLICTS_MAX = 10

/**
 * Lets one person in with a code, once. A repeat of an operation that let somebody in is answered
 * alike; a refusal changed nothing and is decided anew. Asks no other service: a door works as long
 * as this one does. Throws conflict / operation_reused when the operation was another ticket's.
 */
export async function checkIn(ports: TicketPorts, scan: Scan): Promise<ScanOutcome> {
  const outcome = await outcomeOf(ports, scan)
  ports.telemetry.scanned(outcome.refused)
  return outcome
}

async function outcomeOf(ports: TicketPorts, scan: Scan): Promise<ScanOutcome> {
  const parsed = parseTicketCode(scan.code)
  if (!parsed.ok) return refusedCode(refusal('invalid', parsed.problem))
  const { claim } = parsed.code
  const repeated = await outcomeBefore(ports, scan, claim)
  if (repeated) return repeated
  const forged = await refusalOfCode(ports, scan, parsed.code)
  if (forged) return refusedCode(forged)
  for (let i = 0; i < CONFLICTS_MAX; i++) {
    const outcome = await decide(ports, scan, claim)
    if (outcome) return outcome
  }
  throw new DomainError('conflict', 'booking_busy', 'the booking keeps changing; scan again', {
    booking_id: claim.bookingId,
  })
}

/** What this scanner was answered when it asked for the same before. */
async function outcomeBefore(
  { checkIns, bookings }: TicketPorts,
  { eventId, scannerId, operationId }: Scan,
  claim: TicketClaim,
): Promise<ScanOutcome | undefined> {
  if (!operationId) return undefined
  const before = await checkIns.byOperation({ eventId, scannerId, operationId })
  if (!before) return undefined
  if (before.bookingId !== claim.bookingId || before.number !== claim.number) {
    throw new DomainError('conflict', 'operation_reused', 'this operation was another ticket', {
      operation_id: operationId,
    })
  }
  const booking = await bookings.get(claim.bookingId)
  const ticket = booking && claimedTicket(booking, claim)
  return ticket && booking && admitted(booking, ticket, before)
}

/** Why a code is not one of ours for this event. */
async function refusalOfCode(
  { keys, signatures }: TicketPorts,
  { eventId }: Scan,
  { claim, signed, signature }: ParsedTicketCode,
): Promise<Refusal | undefined> {
  const key = await keys.find(claim.keyId)
  if (!key) return refusal('invalid', 'unknown_key')
  const genuine = await signatures.verify(key, signed, signature)
  if (!genuine) return refusal('invalid', 'bad_signature')
  if (claim.eventId !== eventId) return refusal('invalid', 'other_event')
  return key.status === 'revoked' ? refusal('revoked', 'revoked_key') : undefined
}

/** Undefined when what was looked at changed before anybody was let in. */
async function decide(
  ports: TicketPorts,
  scan: Scan,
  claim: TicketClaim,
): Promise<ScanOutcome | undefined> {
  const [booking, issue, event] = await Promise.all([
    ports.bookings.get(claim.bookingId),
    ports.tickets.issue(claim.bookingId),
    ports.knownEvents.get(claim.eventId),
  ])
  const ticket = booking && claimedTicket(booking, claim)
  // A code that we signed for what we do not know: from before the store was restored, perhaps.
  if (!booking || !ticket) return refusedCode(refusal('invalid', 'unknown_ticket'))
  const hours = doorHours(event, ports.limits)
  const facts = { issue, hours, sections: scan.sections, nowMs: ports.clock.nowMs() }
  const refused = refusalOf(booking, ticket, claim, facts)
  if (refused) return { refused, view: viewOf(booking, ticket), checkIn: undefined }
  return admit(ports, scan, { booking, ticket, issue })
}

async function admit(
  ports: TicketPorts,
  scan: Scan,
  { booking, ticket, issue }: { booking: Booking; ticket: Ticket; issue: number },
): Promise<ScanOutcome | undefined> {
  const checkIn = newCheckIn(ports, scan, ticket)
  const seen: SeenTicket = { bookingVersion: booking.version, issue }
  const admission = await ports.checkIns.admit(checkIn, seen)
  if (admission.admitted) return admitted(booking, ticket, checkIn)
  if (admission.because === 'changed') return undefined
  const { first } = admission
  if (isRepeat(scan, first)) return admitted(booking, ticket, first)
  const refused = refusal('already_redeemed', 'checked_in_before')
  return { refused, view: viewOf(booking, ticket, first), checkIn: first }
}

function newCheckIn(
  ports: TicketPorts,
  { eventId, gate, scannerId, operationId }: Scan,
  ticket: Ticket,
): CheckIn {
  return {
    checkInId: newId(ports, 'check_in'),
    eventId,
    bookingId: ticket.bookingId,
    number: ticket.number,
    seatNumber: seatNumberOf(ticket),
    section: ticket.section,
    gate,
    scannerId,
    operationId,
    checkedInAtMs: ports.clock.nowMs(),
    undoneAtMs: 0,
    undoneBy: '',
  }
}

/** The same operation a moment ago: it was let in between our look and our try. */
function isRepeat({ scannerId, operationId }: Scan, first: CheckIn): boolean {
  return operationId !== '' && first.operationId === operationId && first.scannerId === scannerId
}

function admitted(booking: Booking, ticket: Ticket, checkIn: CheckIn): ScanOutcome {
  const live = checkIn.undoneAtMs === 0 ? checkIn : undefined
  return { refused: undefined, view: viewOf(booking, ticket, live), checkIn }
}

function refusedCode(refused: Refusal): ScanOutcome {
  return { refused, view: undefined, checkIn: undefined }
}

function viewOf(booking: Booking, ticket: Ticket, checkIn?: CheckIn): TicketView {
  return { booking, ticket, code: '', checkIn }
}
