import type { RowDraft, SeatMapDraft } from './seat-map-draft.ts'
import { median } from './row-order.ts'

const SEAT_STEP = 25
const ROW_STEP = 40
/** A jump in the numbers is drawn as an aisle of at most this many seats. */
const MAX_JUMP = 3

/**
 * Draws what a file only lists: rows below each other in the file's order, each centred, sections
 * below each other with a walkway, areas below all. Seats with numbers stand in their order; where
 * a number is missing, an aisle is assumed, for a wrong "together" is worse than a missed one. Rows
 * that have coordinates are left alone.
 */
export function placeUnplaced(draft: SeatMapDraft): void {
  let y = lowestPoint(draft) + ROW_STEP
  for (const section of draft.sections.values()) {
    const unplaced = section.rows.filter((row) => row.seats.some((seat) => !seat.at))
    for (const row of unplaced) {
      placeRow(row, { y, sorted: !draft.ordered })
      y += ROW_STEP
    }
    if (unplaced.length > 0) y += ROW_STEP
  }
  for (const area of draft.areas.values()) {
    if (area.at) continue
    area.at = { x: 0, y }
    y += ROW_STEP
  }
}

function placeRow(row: RowDraft, { y, sorted }: { y: number; sorted: boolean }): void {
  const numbers = row.seats.map((seat) => (/^\d{1,6}$/.test(seat.label) ? Number(seat.label) : NaN))
  const numbered = sorted && numbers.every((number) => !Number.isNaN(number))
  const order = row.seats.map((_, index) => index)
  if (numbered) order.sort((a, b) => (numbers[a] ?? 0) - (numbers[b] ?? 0))
  row.seats = order.flatMap((index) => row.seats[index] ?? [])
  const jumps = order.slice(1).map((to, at) => {
    return numbered ? (numbers[to] ?? 0) - (numbers[order[at] ?? 0] ?? 0) : 1
  })
  const usual = median(jumps) || 1
  const places = [0]
  for (const jump of jumps) {
    const step = Math.min(Math.max(jump / usual, 1), MAX_JUMP)
    places.push((places.at(-1) ?? 0) + step)
  }
  const middle = (places.at(-1) ?? 0) / 2
  for (const [at, seat] of row.seats.entries()) {
    seat.at = { x: ((places[at] ?? 0) - middle) * SEAT_STEP, y }
  }
}

function lowestPoint({ sections, areas }: SeatMapDraft): number {
  let lowest = 0
  for (const { at } of areas.values()) lowest = Math.max(lowest, at?.y ?? 0)
  for (const { rows } of sections.values()) {
    for (const row of rows) {
      for (const { at } of row.seats) lowest = Math.max(lowest, at?.y ?? 0)
    }
  }
  return lowest
}
