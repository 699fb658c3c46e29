import type { SeatNumber } from '@usher/kernel'
import { noTakenPlaces, type TakenPlaces } from './domain/area.ts'
import type { SeatStatus } from './domain/seat.ts'
import type { SeatTransaction } from './domain/seat-transaction.ts'
import type { SeatView } from './domain/seat-view.ts'

/** Seats that the map does not have (any more) are not shown. */
export function showSeat(view: SeatView, seatNumber: SeatNumber, status: SeatStatus): void {
  const index = view.layout.indexOf(seatNumber)
  if (index !== undefined) view.set(index, status)
}

/** What the view will look like once the transaction has applied. */
export function showTransaction(view: SeatView, { seats, areas }: SeatTransaction): void {
  for (const { seatNumber, next } of seats) showSeat(view, seatNumber, next.status)
  for (const { area, from, to, quantity } of areas) {
    if (placesIn(view, area, from) >= quantity) view.moveArea(area, from, to, quantity)
  }
}

/** Sets the counts of every area to what the ledger has. */
export function showPlaces(view: SeatView, taken: ReadonlyMap<string, TakenPlaces>): void {
  for (const { name } of view.layout.areas) showArea(view, name, taken.get(name) ?? noTakenPlaces)
}

function showArea(view: SeatView, area: string, taken: TakenPlaces): void {
  const targets = [
    { status: 'RESERVED', places: taken.reserved },
    { status: 'BOOKED', places: taken.booked },
    { status: 'BLOCKED', places: taken.blocked },
  ] as const
  for (const { status, places } of targets) {
    const surplus = placesIn(view, area, status) - places
    if (surplus > 0) view.moveArea(area, status, 'AVAILABLE', surplus)
  }
  for (const { status, places } of targets) {
    const missing = places - placesIn(view, area, status)
    if (missing > 0) view.moveArea(area, 'AVAILABLE', status, missing)
  }
}

function placesIn(view: SeatView, area: string, status: SeatStatus): number {
  if (!view.layout.areaNamed(area)) return 0
  const { available, reserved, booked, blocked } = view.area(area)
  return { AVAILABLE: available, RESERVED: reserved, BOOKED: booked, BLOCKED: blocked }[status]
}
