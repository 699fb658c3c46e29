import type { SeatNumber, UserId } from '@usher/kernel'
import type { SeatWish } from '../domain/best-available.ts'
import { unknownSeat } from '../domain/errors.ts'
import type { AreaQuantity, ReservationInPlace } from '../domain/reservation.ts'
import type { WantedPlaces, WantedSeat } from '../domain/reserve.ts'
import type { SaleRules } from '../domain/sale-rules.ts'
import type { SeatState } from '../domain/seat.ts'
import type { AreaFacts, SeatLayout } from '../domain/seat-layout.ts'
import type { LoadedEvent, LoadedMap } from '../loaded-events.ts'

/** What the buyer asks for: named seats, the best there are, or places of areas. */
export type SeatChoice =
  | { readonly kind: 'seats'; readonly seatNumbers: readonly SeatNumber[] }
  | { readonly kind: 'best'; readonly wish: SeatWish }
  | { readonly kind: 'areas'; readonly areas: readonly AreaQuantity[] }

/** An event that sells, at one moment, to one buyer. */
export interface OpenSale {
  readonly event: LoadedEvent
  readonly map: LoadedMap
  readonly rules: SaleRules
  readonly userId: UserId
  readonly nowMs: number
}

/** Seats and places that pass every rule, with what the ledger must still find them to be. */
export interface Chosen {
  readonly seats: readonly WantedSeat[]
  readonly areas: readonly WantedPlaces[]
  readonly adjacent: boolean
  readonly displaced: readonly ReservationInPlace[]
}

export function wantedSeat(layout: SeatLayout, index: number, state: SeatState): WantedSeat {
  const { seatNumber, section, rowNumber, category, priceMinor } = layout.seatAt(index)
  return { seatNumber, seat: { seatNumber, section, rowNumber, category, priceMinor }, state }
}

export function wantedPlaces(facts: AreaFacts, quantity: number): WantedPlaces {
  const { name, category, priceMinor, capacity } = facts
  return { places: { area: name, quantity, category, priceMinor }, capacity }
}

/** The seats' indexes. Throws not_found / unknown_seat with all that the map does not have. */
export function indexesOf(layout: SeatLayout, seatNumbers: readonly SeatNumber[]): number[] {
  const indexes: number[] = []
  for (const seatNumber of seatNumbers) {
    const index = layout.indexOf(seatNumber)
    if (index === undefined) {
      throw unknownSeat(seatNumbers.filter((wanted) => layout.indexOf(wanted) === undefined))
    }
    indexes.push(index)
  }
  return indexes
}
