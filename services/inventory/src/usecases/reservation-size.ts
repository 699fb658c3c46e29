import type { SeatNumber } from '@usher/kernel'
import { invalid } from '../domain/errors.ts'

/**
 * Of seats or places: a family or a school class, not a reseller; and small enough for one
 * transaction anywhere.
 */
const SEATS_PER_RESERVATION_MAX = 20

/** Throws invalid / invalid_quantity unless a reservation can have so many seats or places. */
export function requireQuantity(quantity: number): void {
  if (Number.isSafeInteger(quantity) && quantity >= 1 && quantity <= SEATS_PER_RESERVATION_MAX)
    return
  const message = `a reservation has 1 to ${SEATS_PER_RESERVATION_MAX} seats or places`
  throw invalid('invalid_quantity', message, { quantity, maximum: SEATS_PER_RESERVATION_MAX })
}

/** Throws invalid / duplicate_seat with the seats that are named twice. */
export function requireDistinct(seatNumbers: readonly SeatNumber[]): void {
  if (new Set(seatNumbers).size === seatNumbers.length) return
  const twice = seatNumbers.filter((seatNumber, at) => seatNumbers.indexOf(seatNumber) !== at)
  throw invalid('duplicate_seat', `named twice: ${twice.join(', ')}`, {
    seats: [...new Set(twice)],
  })
}
