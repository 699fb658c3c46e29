import type { EventId, ReservationId, SeatNumber } from '@usher/kernel'
import { NewestSeen } from '@usher/stores/memory/newest-seen'
import type { Reservation, ReservationInPlace } from '../../domain/reservation.ts'
import { type SeatState, untouchedSeat } from '../../domain/seat.ts'
import type { Conflict, SeatTransaction } from '../../domain/seat-transaction.ts'
import type { SeatMemory } from '../../ports/seat-memory.ts'

/** About 250 bytes each. */
const SEATS_MAX = 200_000
/** About a kilobyte each: what is reserved or being paid just now. */
const RESERVATIONS_MAX = 20_000

/** Seats and reservations as commits, conflicts and reads of this process have shown them. */
export class SeenSeats implements SeatMemory {
  readonly #seats = new NewestSeen<string, SeatState>({ max: SEATS_MAX })
  readonly #reservations = new NewestSeen<ReservationId, Reservation>({ max: RESERVATIONS_MAX })
  readonly #underway = new Map<string, { readonly commits: number; readonly version: number }>()

  seats(eventId: EventId, seatNumbers: readonly SeatNumber[]): readonly SeatState[] {
    return seatNumbers.map((number) => this.#seats.get(keyOf(eventId, number)) ?? untouchedSeat)
  }

  reservationInPlace(reservationId: ReservationId): ReservationInPlace | undefined {
    const reservation = this.#reservations.get(reservationId)
    if (!reservation) return undefined
    const states: SeatState[] = []
    for (const { seatNumber } of reservation.seats) {
      const state = this.#seats.get(keyOf(reservation.eventId, seatNumber))
      if (state?.reservationId !== reservationId) return undefined
      states.push(state)
    }
    return { reservation, states }
  }

  newestVersion(eventId: EventId, seatNumber: SeatNumber): number {
    const key = keyOf(eventId, seatNumber)
    return Math.max(this.#seats.get(key)?.version ?? 0, this.#underway.get(key)?.version ?? 0)
  }

  /** Of rivals for a seat the newest version counts until all of them have ended. */
  begin({ eventId, seats }: SeatTransaction): void {
    for (const { seatNumber, next } of seats) {
      const key = keyOf(eventId, seatNumber)
      const { commits = 0, version = 0 } = this.#underway.get(key) ?? {}
      this.#underway.set(key, {
        commits: commits + 1,
        version: Math.max(version, next.version),
      })
    }
  }

  end({ eventId, seats }: SeatTransaction): void {
    for (const { seatNumber } of seats) {
      const key = keyOf(eventId, seatNumber)
      const { commits = 1, version = 0 } = this.#underway.get(key) ?? {}
      if (commits === 1) this.#underway.delete(key)
      else this.#underway.set(key, { commits: commits - 1, version })
    }
  }

  seeSeat(eventId: EventId, seatNumber: SeatNumber, state: SeatState): void {
    this.#seats.see(keyOf(eventId, seatNumber), state)
  }

  seeReservation(reservation: Reservation): void {
    this.#reservations.see(reservation.reservationId, reservation)
  }

  seeApplied({ eventId, seats, reservations }: SeatTransaction): void {
    for (const { seatNumber, next } of seats) this.seeSeat(eventId, seatNumber, next)
    for (const { next } of reservations) this.seeReservation(next)
  }

  /** What a conflict has found outweighs what was remembered, whatever the versions. */
  seeConflict(eventId: EventId, conflict: Conflict): void {
    if (conflict.kind === 'seat') {
      this.#seats.forget(keyOf(eventId, conflict.seatNumber))
      this.seeSeat(eventId, conflict.seatNumber, conflict.current)
    } else if (conflict.kind === 'reservation') {
      this.#reservations.forget(conflict.reservationId)
      if (conflict.current) this.seeReservation(conflict.current)
    }
  }
}

function keyOf(eventId: EventId, seatNumber: SeatNumber): string {
  return `${eventId}/${seatNumber}`
}
