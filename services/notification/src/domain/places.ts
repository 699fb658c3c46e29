import type { CancelledPlaces } from './cancelled-places.ts'
import { oneLine } from './mail.ts'
import type { Phrases } from './phrases.ts'
import type { Booking, Place } from './sale-facts.ts'

export function ticketsIn(places: readonly Place[]): number {
  return places.reduce((sum, { quantity }) => sum + quantity, 0)
}

export function priceOf({ priceMinor, quantity }: Place): number {
  return priceMinor * quantity
}

/** `Section A, row 3, seat 12`, or `Standing, 2 places`; what a hall does not have is left out. */
export function placeText(place: Place, phrases: Phrases): string {
  const section = oneLine(place.section)
  if (place.seatNumber === '') {
    return phrases.say('place.area', { area: section, quantity: place.quantity })
  }
  const row = oneLine(place.rowNumber)
  const parts = [
    section === '' ? '' : phrases.say('place.section', { section }),
    row === '' ? '' : phrases.say('place.row', { row }),
    phrases.say('place.seat', { seat: oneLine(place.seatNumber) }),
  ]
  return parts.filter((part) => part !== '').join(phrases.say('place.between'))
}

/** What one cancellation took back, as it was booked. */
export function cancelledPlaces(
  { booked }: Pick<Booking, 'booked'>,
  { seats, areas }: CancelledPlaces,
): readonly Place[] {
  const taken = new Set(seats)
  const given = new Map(Object.entries(areas))
  return booked.flatMap((place) => {
    if (place.seatNumber !== '') return taken.has(place.seatNumber) ? [place] : []
    const quantity = given.get(place.section) ?? 0
    return quantity > 0 ? [{ ...place, quantity }] : []
  })
}
