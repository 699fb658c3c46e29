import type { SeatLedger } from '../ports/seat-ledger.ts'

/** The methods of a ledger, free of their object, for who puts others in their place. */
export function boundLedger(ledger: SeatLedger): SeatLedger {
  return {
    commit: (transactions) => ledger.commit(transactions),
    settled: () => ledger.settled(),
    seats: (eventId, seatNumbers) => ledger.seats(eventId, seatNumbers),
    touchedSeats: (eventId, page) => ledger.touchedSeats(eventId, page),
    takenSeats: (eventId) => ledger.takenSeats(eventId),
    takenPlaces: (eventId) => ledger.takenPlaces(eventId),
    everTaken: (eventId) => ledger.everTaken(eventId),
    reservation: (reservationId) => ledger.reservation(reservationId),
    reservationInPlace: (reservationId) => ledger.reservationInPlace(reservationId),
    reservationsOf: (userId, page) => ledger.reservationsOf(userId, page),
    reservationsDue: (due) => ledger.reservationsDue(due),
    reservationsExpiring: (expiring) => ledger.reservationsExpiring(expiring),
    buyerCount: (eventId, userId) => ledger.buyerCount(eventId, userId),
    journal: (eventId, page) => ledger.journal(eventId, page),
    operation: (operationId) => ledger.operation(operationId),
    forgetOperations: (beforeMs) => ledger.forgetOperations(beforeMs),
    ready: () => ledger.ready(),
  }
}
