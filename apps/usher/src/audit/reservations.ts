import { reservationOf } from '@usher/inventory/adapters/tables/row-words'
import { reservationsTable, seatsTable } from '@usher/inventory/adapters/tables/rows'
import { allRows } from './all-rows.ts'
import type { Audit } from './maps.ts'

export type Reservation = ReturnType<typeof reservationOf>

/**
 * Every seat that a live reservation claims is its own (I1), and every seat of a confirmed one is
 * booked (I2).
 */
export async function auditReservations(audit: Audit): Promise<void> {
  for await (const row of allRows(audit.tables, reservationsTable)) {
    audit.findings.count('reservations')
    const reservation = reservationOf(row)
    if (hasSeats(reservation)) checkSeats(audit, reservation)
  }
}

/** True while the seats are kept for, or belong to, this reservation. */
export function hasSeats({ status }: Pick<Reservation, 'status'>): boolean {
  return status === 'ACTIVE' || status === 'PAYING' || status === 'CONFIRMED'
}

/** True when the seat is one of the reservation's and was not given back. */
export function keepsSeat(reservation: Reservation, seatNumber: string): boolean {
  return (
    reservation.seats.some((seat) => seat.seatNumber === seatNumber) &&
    !reservation.cancellations.some(({ seats }) => seats.some((seat) => seat === seatNumber))
  )
}

function checkSeats({ tables, findings }: Audit, reservation: Reservation): void {
  const { reservationId, eventId, status } = reservation
  const expected = status === 'CONFIRMED' ? 'BOOKED' : 'RESERVED'
  for (const { seatNumber } of reservation.seats) {
    if (!keepsSeat(reservation, seatNumber)) continue
    const seat = tables.get(seatsTable, eventId, seatNumber)
    if (seat?.reservation_id === reservationId && seat.status === expected) continue
    findings.violation(
      status === 'CONFIRMED' ? 'I2' : 'I1',
      `the reservation is ${status} and does not have its seat`,
      {
        event_id: eventId,
        seat_number: seatNumber,
        reservation_id: reservationId,
        seat_status: seat?.status ?? 'AVAILABLE',
        seat_reservation_id: seat?.reservation_id ?? null,
      },
    )
  }
}
