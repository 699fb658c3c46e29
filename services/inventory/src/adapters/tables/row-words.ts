import type { EventId, ReservationId, SeatNumber, UserId } from '@usher/kernel'
import type { TakenPlaces } from '../../domain/area.ts'
import type { JournalEntry } from '../../domain/journal.ts'
import type { Reservation } from '../../domain/reservation.ts'
import type { SeatState } from '../../domain/seat.ts'
import type { JournalAction } from '../../domain/seat-transaction.ts'
import type { AreaCountsRow, ReservationRow, SeatJournalRow, SeatRow } from './rows.ts'

/** Domain words as rows and back; no rules. */

export function seatRow(eventId: EventId, seatNumber: SeatNumber, state: SeatState): SeatRow {
  return {
    event_id: eventId,
    seat_number: seatNumber,
    status: state.status,
    version: state.version,
    reservation_id: state.reservationId,
    booking_id: state.bookingId,
    reserved_by: state.reservedBy,
    reserved_until_ms: state.reservedUntilMs,
    updated_at_ms: state.updatedAtMs,
  }
}

export function seatState(row: SeatRow): SeatState {
  return {
    status: row.status,
    version: row.version,
    reservationId: row.reservation_id,
    bookingId: row.booking_id,
    reservedBy: row.reserved_by,
    reservedUntilMs: row.reserved_until_ms,
    updatedAtMs: row.updated_at_ms,
  }
}

export function reservationRow(reservation: Reservation): ReservationRow {
  return {
    reservation_id: reservation.reservationId,
    event_id: reservation.eventId,
    user_id: reservation.userId,
    status: reservation.status,
    version: reservation.version,
    seats: reservation.seats.map((seat) => [
      seat.seatNumber,
      seat.section,
      seat.rowNumber,
      seat.category,
      seat.priceMinor,
    ]),
    areas: reservation.areas.map((places) => [
      places.area,
      places.quantity,
      places.category,
      places.priceMinor,
    ]),
    total_minor: reservation.totalMinor,
    currency: reservation.currency,
    created_at_ms: reservation.createdAtMs,
    expires_at_ms: reservation.expiresAtMs,
    extensions: reservation.extensions,
    booking_id: reservation.bookingId,
    adjacent: reservation.adjacent ? 1 : 0,
    cancellations: reservation.cancellations,
  }
}

export function reservationOf(row: ReservationRow): Reservation {
  return {
    reservationId: row.reservation_id as ReservationId,
    eventId: row.event_id as EventId,
    userId: row.user_id as UserId,
    status: row.status,
    version: row.version,
    seats: row.seats.map(([seatNumber, section, rowNumber, category, priceMinor]) => ({
      seatNumber,
      section,
      rowNumber,
      category,
      priceMinor,
    })),
    areas: row.areas.map(([area, quantity, category, priceMinor]) => ({
      area,
      quantity,
      category,
      priceMinor,
    })),
    totalMinor: row.total_minor,
    currency: row.currency,
    createdAtMs: row.created_at_ms,
    expiresAtMs: row.expires_at_ms,
    extensions: row.extensions,
    bookingId: row.booking_id,
    adjacent: row.adjacent === 1,
    cancellations: row.cancellations,
  }
}

export function areaCountsRow(eventId: EventId, area: string, taken: TakenPlaces): AreaCountsRow {
  const { reserved, booked, blocked } = taken
  return { event_id: eventId, area, reserved, booked, blocked }
}

export function journalEntry(row: SeatJournalRow): JournalEntry {
  return {
    sequence: row.sequence,
    eventId: row.event_id,
    actor: row.actor,
    action: row.action as JournalAction,
    reason: row.reason,
    atMs: row.at_ms,
    reservationId: row.reservation_id,
    bookingId: row.booking_id,
    seats: row.seats.map(([seatNumber, before, after, version]) => ({
      seatNumber,
      before,
      after,
      version,
    })),
    areas: row.areas.map(([area, before, after, quantity]) => ({ area, before, after, quantity })),
  }
}
