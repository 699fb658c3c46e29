import type { SeatLedger } from '@usher/inventory'
import type { Clock } from '@usher/kernel'
import type { Dice } from '../dice.ts'

export interface Distance {
  readonly clock: Clock
  readonly dice: Dice
  /** The share of reads that take time. */
  readonly slow: () => number
}

const SLOW_MS = 20

/** A ledger as it is over a network: between a read and the write that rests on it, others act. */
export function distantLedger({ clock, dice, slow }: Distance, ledger: SeatLedger): SeatLedger {
  const later = async <Answer>(answer: Promise<Answer>): Promise<Answer> => {
    const known = await answer
    if (dice.chance(slow())) await clock.sleep(dice.upTo(SLOW_MS))
    return known
  }
  return {
    ...bound(ledger),
    seats: (...given) => later(ledger.seats(...given)),
    reservation: (...given) => later(ledger.reservation(...given)),
    reservationInPlace: (...given) => later(ledger.reservationInPlace(...given)),
    reservationsDue: (...given) => later(ledger.reservationsDue(...given)),
    reservationsExpiring: (...given) => later(ledger.reservationsExpiring(...given)),
    operation: (...given) => later(ledger.operation(...given)),
  }
}

/** The methods of a ledger, free of the object they belong to. */
export function bound(ledger: SeatLedger): SeatLedger {
  return {
    commit: (...given) => ledger.commit(...given),
    settled: () => ledger.settled(),
    seats: (...given) => ledger.seats(...given),
    touchedSeats: (...given) => ledger.touchedSeats(...given),
    takenSeats: (...given) => ledger.takenSeats(...given),
    takenPlaces: (...given) => ledger.takenPlaces(...given),
    everTaken: (...given) => ledger.everTaken(...given),
    reservation: (...given) => ledger.reservation(...given),
    reservationInPlace: (...given) => ledger.reservationInPlace(...given),
    reservationsOf: (...given) => ledger.reservationsOf(...given),
    reservationsDue: (...given) => ledger.reservationsDue(...given),
    reservationsExpiring: (...given) => ledger.reservationsExpiring(...given),
    buyerCount: (...given) => ledger.buyerCount(...given),
    journal: (...given) => ledger.journal(...given),
    operation: (...given) => ledger.operation(...given),
    forgetOperations: (...given) => ledger.forgetOperations(...given),
    ready: () => ledger.ready(),
  }
}
