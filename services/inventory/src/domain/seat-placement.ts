import type { SeatNumber } from '@usher/kernel'
import { countSeats, type Section, type SeatMap } from './seat-map.ts'

/** Which partition of a store each seat of a map lies in. */
export type SeatPlacement = ReadonlyMap<SeatNumber, number>

/**
 * Spreads the seats evenly. A section lies in one partition where it fits, so that seats chosen
 * together mostly do. The same map and number always give the same: stores rely on it. `pinned`
 * seats stay where they are.
 */
export function placeSeats(
  map: SeatMap,
  { partitions, pinned }: { partitions: number; pinned: SeatPlacement },
): SeatPlacement {
  const size = Math.ceil(countSeats(map) / partitions)
  const filled: number[] = Array.from({ length: partitions }, () => 0)
  const placed = new Map<SeatNumber, number>()
  for (const seats of portions(map, size)) {
    const partition = filled.indexOf(Math.min(...filled))
    filled[partition] = (filled[partition] ?? 0) + seats.length
    for (const seat of seats) placed.set(seat, pinned.get(seat) ?? partition)
  }
  return placed
}

/** Sections, those that are too large in pieces; the largest first, which fills most evenly. */
function portions(map: SeatMap, size: number): SeatNumber[][] {
  const pieces = map.sections.flatMap((section) => {
    const seats = seatsOf(section)
    const count = Math.ceil(seats.length / size)
    return Array.from({ length: count }, (_, at) => seats.slice(at * size, (at + 1) * size))
  })
  return pieces.sort((a, b) => b.length - a.length)
}

function seatsOf({ rows }: Section): SeatNumber[] {
  return rows.flatMap(({ seats }) => seats.map(({ seatNumber }) => seatNumber))
}
