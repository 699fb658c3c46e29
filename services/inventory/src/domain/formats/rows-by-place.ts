import type { SeatDraft } from './seat-map-draft.ts'

/**
 * The rows of seats that say of none: seats at about one height are a row, from top to bottom. A
 * seat without a place cannot be told apart: then they are one row.
 */
export function rowsByPlace(seats: readonly SeatDraft[]): SeatDraft[][] {
  const placed = seats.flatMap((seat) => (seat.at ? [{ seat, x: seat.at.x, y: seat.at.y }] : []))
  if (placed.length < seats.length) return [[...seats]]
  placed.sort((a, b) => a.y - b.y || a.x - b.x)
  const tolerance = usualDistance(placed) / 3
  const rows: SeatDraft[][] = []
  let height = -Infinity
  for (const { seat, y } of placed) {
    if (y - height > tolerance) rows.push([])
    rows.at(-1)?.push(seat)
    height = y
  }
  return rows
}

/** How far apart seats are that fill their part of the drawing evenly. */
function usualDistance(points: readonly { readonly x: number; readonly y: number }[]): number {
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity]
  for (const { x, y } of points) {
    left = Math.min(left, x)
    right = Math.max(right, x)
    top = Math.min(top, y)
    bottom = Math.max(bottom, y)
  }
  const [width, height] = [right - left, bottom - top]
  // A single line has no area: what counts then is its length.
  const evenly = Math.sqrt((width * height) / points.length)
  return Math.max(evenly, (width + height) / points.length / 2)
}
