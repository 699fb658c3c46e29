import type { SeatNumber } from '@usher/kernel'
import type { Outcome, SeatTransaction } from '../../domain/seat-transaction.ts'
import type { SeatLedger } from '../../ports/seat-ledger.ts'
import type { SeatMemory } from '../../ports/seat-memory.ts'
import { boundLedger } from '../bound-ledger.ts'
import { SeenSeats } from './seen-seats.ts'

/**
 * A ledger that is far away, and the memory of what it has shown: most sales need no read of a seat
 * or a reservation then. Whatever the memory says, the ledger decides.
 */
export function rememberedLedger(ledger: SeatLedger): { ledger: SeatLedger; memory: SeatMemory } {
  const memory = new SeenSeats()
  return { memory, ledger: { ...boundLedger(ledger), ...watched(ledger, memory) } }
}

/** The methods that show how seats and reservations are. */
function watched(ledger: SeatLedger, memory: SeenSeats) {
  return {
    async commit(transactions) {
      for (const transaction of transactions) memory.begin(transaction)
      try {
        const outcomes = await ledger.commit(transactions)
        for (const [at, tried] of transactions.entries()) see(memory, tried, outcomes[at])
        return outcomes
      } finally {
        for (const transaction of transactions) memory.end(transaction)
      }
    },
    async seats(eventId, seatNumbers) {
      const states = await ledger.seats(eventId, seatNumbers)
      for (const [at, state] of states.entries()) {
        memory.seeSeat(eventId, seatNumbers[at] as SeatNumber, state)
      }
      return states
    },
    async touchedSeats(eventId, page) {
      const seats = await ledger.touchedSeats(eventId, page)
      for (const { seatNumber, state } of seats) memory.seeSeat(eventId, seatNumber, state)
      return seats
    },
    async reservation(reservationId) {
      const reservation = await ledger.reservation(reservationId)
      if (reservation) memory.seeReservation(reservation)
      return reservation
    },
    async reservationInPlace(reservationId) {
      const inPlace = await ledger.reservationInPlace(reservationId)
      if (!inPlace) return null
      const { reservation, states } = inPlace
      memory.seeReservation(reservation)
      for (const [at, { seatNumber }] of reservation.seats.entries()) {
        const state = states[at]
        if (state) memory.seeSeat(reservation.eventId, seatNumber, state)
      }
      return inPlace
    },
  } satisfies Partial<SeatLedger>
}

function see(memory: SeenSeats, transaction: SeatTransaction, outcome: Outcome | undefined): void {
  if (outcome?.kind === 'applied') memory.seeApplied(transaction)
  if (outcome?.kind !== 'conflict') return
  for (const conflict of outcome.conflicts) memory.seeConflict(transaction.eventId, conflict)
}
