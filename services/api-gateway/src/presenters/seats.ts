import type * as proto from '@usher/contracts'
import { SeatStatus } from '@usher/contracts'
import { amount, namesOf, orNull, unixSeconds } from './values.ts'

export const seatStatusName = namesOf(SeatStatus)

/** Who looks: a buyer sees who has a seat only when it is they themselves. */
export interface Viewer {
  readonly userId: string
  readonly seesBuyers: boolean
}

export function seat(message: proto.Seat, { userId, seesBuyers }: Viewer) {
  const mine = seesBuyers || (userId !== '' && message.reservedBy === userId)
  return {
    event_id: message.eventId,
    seat_number: message.seatNumber,
    section: message.section,
    row_number: message.rowNumber,
    seat_type: message.seatType,
    category: message.category,
    price: amount(message.priceMinor, message.currency),
    currency: message.currency,
    status: seatStatusName(message.status),
    version: message.version,
    reserved_by: mine ? orNull(message.reservedBy) : null,
    reserved_until: message.reservedUntilMs === 0n ? null : unixSeconds(message.reservedUntilMs),
    booking_id: mine ? orNull(message.bookingId) : null,
    accessible: message.accessible,
    companion: message.companion,
    created_at: unixSeconds(message.createdAtMs),
    updated_at: unixSeconds(message.updatedAtMs),
  }
}

export function availability(eventId: number, message: proto.GetAvailabilityResponse) {
  return {
    event_id: eventId,
    change_number: Number(message.changeNumber),
    currency: message.currency,
    counts: counts(message.counts),
    sections: message.sections.map((section) => ({
      section: section.section,
      category: section.category,
      price: amount(section.priceMinor, message.currency),
      area: section.area,
      counts: counts(section.counts),
    })),
  }
}

function counts(message: proto.Counts | undefined) {
  const { available = 0, reserved = 0, booked = 0, blocked = 0, total = 0 } = message ?? {}
  return { available, reserved, booked, blocked, total }
}

export function seatMapReport(message: proto.PutSeatMapResponse, dryRun: boolean) {
  return {
    seats: message.seats,
    areas: message.areas,
    total_capacity: message.totalCapacity,
    skipped: message.skipped.map(remark),
    notes: message.notes.map(remark),
    columns: message.columns,
    version: message.version,
    dry_run: dryRun,
  }
}

function remark({ where, reason }: proto.Problem) {
  return { where, reason }
}
