import type { Point } from '../seat-map.ts'
import type { Shape } from './pretix-shapes.ts'
import type { RowDraft, SeatMapDraft } from './seat-map-draft.ts'

/** More chairs than at any table: a row around a thrust stage is still a row. */
const MAX_TABLE_SEATS = 24

/**
 * pretix has no tables: editors draw a shape and put the chairs of one "row" around it. A row is
 * such a table when a shape stands in its midst and none of its seats is inside that shape. Returns
 * the shapes that are tables.
 */
export function markTables({ sections }: SeatMapDraft, shapes: readonly Shape[]): Set<Shape> {
  const tables = new Set<Shape>()
  for (const { rows } of sections.values()) {
    for (const row of rows) {
      const table = tableOf(row, shapes)
      if (!table) continue
      row.table = 'by_seat'
      tables.add(table)
    }
  }
  return tables
}

function tableOf({ seats }: RowDraft, shapes: readonly Shape[]): Shape | undefined {
  if (seats.length < 2 || seats.length > MAX_TABLE_SEATS) return undefined
  const points = seats.flatMap(({ at }) => at ?? [])
  const xs = points.map(({ x }) => x)
  const ys = points.map(({ y }) => y)
  const [left, right] = [Math.min(...xs), Math.max(...xs)]
  const [top, bottom] = [Math.min(...ys), Math.max(...ys)]
  return shapes.find((shape) => {
    const { x, y } = shape.center
    const amidst = x > left && x < right && y > top && y < bottom
    return amidst && shape.width > 0 && !points.some((point) => isInside(point, shape))
  })
}

/** A chair may touch the table it stands at. */
const TOUCH = 0.99

/** A circle's box is larger than the circle, but chairs stand outside of either. */
function isInside({ x, y }: Point, { center, width, height, round }: Shape): boolean {
  const [across, down] = [((x - center.x) * 2) / width, ((y - center.y) * 2) / height]
  if (round) return Math.hypot(across, down) < TOUCH
  return Math.abs(across) < TOUCH && Math.abs(down) < TOUCH
}
