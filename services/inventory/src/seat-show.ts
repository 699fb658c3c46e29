import type { SeatNumber } from '@usher/kernel'
import { type AreaMove, noTakenPlaces, type TakenPlaces } from './domain/area.ts'
import type { SeatStatus } from './domain/seat.ts'
import type { SeatTransaction } from './domain/seat-transaction.ts'
import type { SeatView } from './domain/seat-view.ts'

/** Seats that the map does not have (any more) are not shown. */
export function showSeat(view: SeatView, seatNumber: SeatNumber, status: SeatStatus): void {
  const index = view.layout.indexOf(seatNumber)
  if (index !== undefined) view.set(index, status)
}

/** Shows what will be once the transaction has applied; answers the moves that are shown. */
export function showTransaction(
  view: SeatView,
  { seats, areas }: SeatTransaction,
): readonly AreaMove[] {
  for (const { seatNumber, next } of seats) showSeat(view, seatNumber, next.status)
  return areas.length === 0 ? areas : areas.filter((move) => showMove(view, move))
}

/** Moves back what `showTransaction` has shown of a transaction that did not apply. */
export function takeBackMoves(view: SeatView, shown: readonly AreaMove[]): void {
  for (const { area, from, to, quantity } of shown.toReversed()) {
    showMove(view, { area, from: to, to: from, quantity })
  }
}

type ShownMove = Pick<AreaMove, 'area' | 'from' | 'to' | 'quantity'>

/** False when the view has too few places that could move, since it lags. */
function showMove(view: SeatView, { area, from, to, quantity }: ShownMove): boolean {
  if (placesIn(view, area, from) < quantity) return false
  view.moveArea(area, from, to, quantity)
  return true
}

/**
 * Sets the counts of every area to what a look at the ledger has found. What the view shows stands
 * as far as moves that the look may have missed account for it.
 */
export function showPlaces(
  view: SeatView,
  found: ReadonlyMap<string, TakenPlaces>,
  overlapped: readonly AreaMove[] = [],
): void {
  for (const { name } of view.layout.areas) {
    const moves = overlapped.filter(({ area }) => area === name)
    showArea(view, name, { found: found.get(name) ?? noTakenPlaces, moves })
  }
}

function showArea(
  view: SeatView,
  area: string,
  { found, moves }: { found: TakenPlaces; moves: readonly AreaMove[] },
): void {
  const targets = (
    [
      ['RESERVED', found.reserved],
      ['BOOKED', found.booked],
      ['BLOCKED', found.blocked],
    ] as const
  ).map(([status, places]) => {
    const least = places - sumOf(moves.filter(({ from }) => from === status))
    const most = places + sumOf(moves.filter(({ to }) => to === status))
    return { status, places: Math.min(Math.max(placesIn(view, area, status), least), most) }
  })
  for (const { status, places } of targets) {
    const surplus = placesIn(view, area, status) - places
    if (surplus > 0) view.moveArea(area, status, 'AVAILABLE', surplus)
  }
  for (const { status, places } of targets) {
    const missing = places - placesIn(view, area, status)
    // What overlapped may add up to more than there is.
    const left = placesIn(view, area, 'AVAILABLE')
    if (missing > 0) view.moveArea(area, 'AVAILABLE', status, Math.min(missing, left))
  }
}

function sumOf(moves: readonly AreaMove[]): number {
  return moves.reduce((sum, { quantity }) => sum + quantity, 0)
}

function placesIn(view: SeatView, area: string, status: SeatStatus): number {
  if (!view.layout.areaNamed(area)) return 0
  const { available, reserved, booked, blocked } = view.area(area)
  return { AVAILABLE: available, RESERVED: reserved, BOOKED: booked, BLOCKED: blocked }[status]
}
