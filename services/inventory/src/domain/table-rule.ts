import type { SeatLayout } from './seat-layout.ts'
import { seatMark } from './seat-marks.ts'

/** A table sold only as a whole of which a choice has some seats but not all. */
export interface PartTable {
  /** Row index, as `SeatFacts.tableRow`. */
  readonly row: number
  /** The seats of the table that the choice lacks, ascending. */
  readonly missing: readonly number[]
}

/** The tables sold as a whole that `chosen` only has a part of; empty is fine. */
export function partTables(layout: SeatLayout, chosen: readonly number[]): readonly PartTable[] {
  const { marks, rowOf } = layout
  const rows = new Set<number>()
  for (const seat of chosen) {
    if (((marks[seat] ?? 0) & seatMark.wholeTable) !== 0) rows.add(rowOf[seat] ?? 0)
  }
  if (rows.size === 0) return []
  const taken = new Set(chosen)
  const parts: PartTable[] = []
  for (const row of rows) {
    const missing = seatsOfRow(layout, row).filter((seat) => !taken.has(seat))
    if (missing.length > 0) parts.push({ row, missing })
  }
  return parts
}

function seatsOfRow({ rowStart }: SeatLayout, row: number): number[] {
  const from = rowStart[row] ?? 0
  return Array.from({ length: (rowStart[row + 1] ?? 0) - from }, (_, place) => from + place)
}
