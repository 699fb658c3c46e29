import type { CheckInId, EventId } from '@usher/kernel'
import type { Item } from '@usher/stores/dynamodb/batch-reads'
import { msOf, secondsOf } from '@usher/stores/dynamodb/seconds'
import type { CheckIn } from '../../domain/check-in.ts'
import type { CheckInPlace } from '../../ports/check-in-store.ts'

/** An item of `check_ins`. Times are seconds since the epoch, milliseconds as a fraction. */
export interface CheckInItem {
  readonly check_in_id: CheckInId
  readonly event_id: EventId
  /** Event and gate, for lists of one gate. */
  readonly event_gate: string
  /** Where it is in lists. */
  readonly place: string
  readonly booking_id: CheckIn['bookingId']
  readonly ticket_number: number
  readonly seat_number: CheckIn['seatNumber']
  readonly section: string
  readonly gate: string
  readonly scanner_id: string
  readonly operation_id: CheckIn['operationId']
  readonly checked_in_at: number
  /** Zero as long as it is live. */
  readonly undone_at: number
  readonly undone_by: string
}

export function checkInItem(it: CheckIn): CheckInItem {
  return {
    check_in_id: it.checkInId,
    event_id: it.eventId,
    event_gate: eventGate(it.eventId, it.gate),
    place: placeText(it),
    booking_id: it.bookingId,
    ticket_number: it.number,
    seat_number: it.seatNumber,
    section: it.section,
    gate: it.gate,
    scanner_id: it.scannerId,
    operation_id: it.operationId,
    checked_in_at: secondsOf(it.checkedInAtMs),
    undone_at: secondsOf(it.undoneAtMs),
    undone_by: it.undoneBy,
  }
}

export function checkInOf(found: Item): CheckIn {
  const item = found as unknown as CheckInItem
  return {
    checkInId: item.check_in_id,
    eventId: item.event_id,
    bookingId: item.booking_id,
    number: item.ticket_number,
    seatNumber: item.seat_number,
    section: item.section,
    gate: item.gate,
    scannerId: item.scanner_id,
    operationId: item.operation_id,
    checkedInAtMs: msOf(item.checked_in_at),
    undoneAtMs: msOf(item.undone_at),
    undoneBy: item.undone_by,
  }
}

export function eventGate(eventId: EventId, gate: string): string {
  return `${eventId}#${gate}`
}

/** Sorts by time, then by id. */
export function placeText({ checkedInAtMs, checkInId }: CheckInPlace): string {
  return `${String(checkedInAtMs).padStart(TIME_DIGITS, '0')}#${checkInId}`
}

/** Enough for every time that a number can say. */
const TIME_DIGITS = 16
