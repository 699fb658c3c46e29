import type { Point, RowOfFile, SeatOfFile } from './seat-map-file.ts'

/** What is the same for all seats of one row. */
export interface RowPlan {
  /** Before each seat number: `A-` gives `A-1`. */
  readonly prefix: string
  readonly name: string
  readonly count: number
  readonly category: string
  /** Aisles: how many seats stand left of each. */
  readonly aislesAfter?: readonly number[]
  /**
   * Wheelchair places and the seats for whoever comes along, by their count from the left, starting
   * at 1.
   */
  readonly accessible?: readonly number[]
  readonly companions?: readonly number[]
}

/**
 * A row on a circle around `center`, from one angle to another (radians, clockwise from the right).
 */
export interface Arc {
  readonly center: Point
  readonly radius: number
  /** The vertical radius, where the stand follows an ellipse. */
  readonly radiusY?: number
  readonly from: number
  readonly to: number
}

const AISLE_WIDTH = 1.2

/** Seats beside each other on a straight line, `pitch` apart, centred on `middle`. */
export function straightRow(
  plan: RowPlan,
  { middle, pitch }: { middle: Point; pitch: number },
): RowOfFile {
  const aisles = plan.aislesAfter ?? []
  const width = (plan.count - 1) * pitch + aisles.length * AISLE_WIDTH
  return rowOf(plan, (index) => {
    const passed = aisles.filter((after) => after <= index).length
    return { x: middle.x - width / 2 + index * pitch + passed * AISLE_WIDTH, y: middle.y }
  })
}

/** Seats at equal angles on an arc. */
export function curvedRow(plan: RowPlan, arc: Arc): RowOfFile {
  const step = (arc.to - arc.from) / Math.max(1, plan.count - 1)
  return rowOf(plan, (index) => {
    const angle = arc.from + index * step
    return {
      x: arc.center.x + Math.cos(angle) * arc.radius,
      y: arc.center.y + Math.sin(angle) * (arc.radiusY ?? arc.radius),
    }
  })
}

/** Seats around a round table. */
export function roundTable(
  plan: RowPlan & { readonly table: 'by_seat' | 'whole' },
  { center, radius }: { center: Point; radius: number },
): RowOfFile {
  const turn = (2 * Math.PI) / plan.count
  const { name, seats } = curvedRow(plan, { center, radius, from: 0, to: turn * (plan.count - 1) })
  return { name, table: plan.table, seats }
}

function rowOf(plan: RowPlan, at: (index: number) => Point): RowOfFile {
  const seats: SeatOfFile[] = []
  for (let index = 0; index < plan.count; index++) {
    const number = index + 1
    const { x, y } = at(index)
    seats.push({
      seat_number: `${plan.prefix}${number}`,
      category: plan.category,
      x: tenths(x),
      y: tenths(y),
      ...(plan.accessible?.includes(number) ? { accessible: true } : {}),
      ...(plan.companions?.includes(number) ? { companion: true } : {}),
      ...(plan.aislesAfter?.includes(number) ? { gap_after: true } : {}),
    })
  }
  return { name: plan.name, seats }
}

/** Decimetres are exact enough for a drawing and keep the file small. */
function tenths(metres: number): number {
  return Math.round(metres * 10) / 10
}

/** A, B, … Z, AA, AB, … for rows. */
export function rowLetter(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26))
  return index < 26 ? letter : `${rowLetter(Math.floor(index / 26) - 1)}${letter}`
}
