import { reservationOf } from '@usher/inventory/adapters/tables/row-words'
import { reservationsTable, type SeatRow, seatsTable } from '@usher/inventory/adapters/tables/rows'
import { allRows } from './all-rows.ts'
import type { Audit } from './maps.ts'
import { keepsSeat } from './reservations.ts'

/**
 * Every seat that was ever changed belongs to the map, and who it says has it says so too (I1, I3,
 * I7).
 */
export async function auditSeats(audit: Audit): Promise<void> {
  const { findings, maps } = audit
  for await (const seat of allRows(audit.tables, seatsTable)) {
    findings.count(`seats_${seat.status.toLowerCase()}`)
    const facts = factsOf(seat)
    if (!maps.get(seat.event_id)?.seats.has(seat.seat_number)) {
      findings.violation('I3', 'the seat is not on the map', facts)
    }
    if (seat.status === 'AVAILABLE' || seat.status === 'BLOCKED') {
      if (seat.reservation_id || seat.booking_id) {
        findings.violation('I1', 'nobody has the seat, and yet it names an owner', facts)
      }
    } else checkOwner(audit, seat)
  }
}

function checkOwner({ tables, findings }: Audit, seat: SeatRow): void {
  const facts = factsOf(seat)
  const row = seat.reservation_id && tables.get(reservationsTable, seat.reservation_id)
  if (!row) return findings.violation('I1', 'the seat names a reservation that is not there', facts)
  const reservation = reservationOf(row)
  const owner = { ...facts, reservation_status: reservation.status }
  if (!keepsSeat(reservation, seat.seat_number)) {
    return findings.violation('I1', 'the reservation does not have the seat that names it', owner)
  }
  const live = reservation.status === 'ACTIVE' || reservation.status === 'PAYING'
  if (seat.status === 'RESERVED' && !live) {
    findings.violation('I1', 'the seat is reserved by a reservation that has ended', owner)
  }
  if (seat.status === 'BOOKED' && reservation.status !== 'CONFIRMED') {
    findings.violation('I7', 'the seat is booked and its reservation is not confirmed', owner)
  }
  if (seat.status === 'BOOKED' && reservation.bookingId !== seat.booking_id) {
    findings.violation('I1', 'the seat and its reservation name different bookings', owner)
  }
}

function factsOf({ event_id, seat_number, status, reservation_id, booking_id }: SeatRow) {
  return { event_id, seat_number, status, reservation_id, booking_id }
}
