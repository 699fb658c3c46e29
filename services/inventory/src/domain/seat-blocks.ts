import { seatMark } from './seat-marks.ts'

/**
 * `row`: numbered seats. `table`: sold seat by seat. `wholeTable`. `wheelchair`: accessible and
 * companion seats.
 */
export const blockKind = { row: 0, table: 1, wholeTable: 2, wheelchair: 3 } as const

/**
 * Blocks: maximal runs of neighbours in one row with one category and one kind; block b holds the
 * seats from start[b] up to start[b + 1]. A party sits together when it sits in one block, and a
 * seat is stranded when its block says so. A table sold as a whole is one block whatever its seats
 * are.
 */
export interface SeatBlocks {
  readonly count: number
  readonly start: Uint32Array
  readonly kind: Uint8Array
  readonly of: Uint32Array
  /** The distance of the block's nearest seat: no window of it has a smaller mean. */
  readonly nearest: Uint32Array
  /** Blocks of rows and tables sold by seat, by `nearest`, then in map order. */
  readonly ordinary: Uint32Array
  readonly wholeTables: Uint32Array
  /** Rows with at least one accessible seat, in map order. */
  readonly accessibleRows: Uint32Array
}

/** The columns of a layout that blocks are cut from. */
interface Seats {
  readonly seatCount: number
  readonly rowOf: Uint32Array
  readonly groupOf: Uint32Array
  readonly marks: Uint8Array
  readonly distance: Uint32Array
}

/** Cuts the rows of a layout into blocks. */
export function blocksOf(seats: Seats): SeatBlocks {
  const start = blockStarts(seats)
  const count = start.length - 1
  const kind = new Uint8Array(count)
  const nearest = new Uint32Array(count)
  const of = new Uint32Array(seats.seatCount)
  for (let block = 0; block < count; block++) {
    const from = start[block] ?? 0
    const to = start[block + 1] ?? 0
    kind[block] = kindAt(seats.marks[from] ?? 0)
    of.fill(block, from, to)
    nearest[block] = nearestOf(seats.distance, from, to)
  }
  const sorted = (keep: (kind: number) => boolean) => sortedBlocks({ kind, nearest }, keep)
  return {
    count,
    start,
    kind,
    of,
    nearest,
    ordinary: sorted((it) => it === blockKind.row || it === blockKind.table),
    wholeTables: sorted((it) => it === blockKind.wholeTable),
    accessibleRows: accessibleRows(seats),
  }
}

function nearestOf(distance: Uint32Array, from: number, to: number): number {
  let nearest = distance[from] ?? 0
  for (let index = from + 1; index < to; index++) {
    const its = distance[index] ?? 0
    if (its < nearest) nearest = its
  }
  return nearest
}

function blockStarts(seats: Seats): Uint32Array {
  const starts: number[] = []
  for (let index = 0; index < seats.seatCount; index++) {
    if (index === 0 || !sameBlock(seats, index - 1)) starts.push(index)
  }
  starts.push(seats.seatCount)
  return Uint32Array.from(starts)
}

/** True when the seat after `index` belongs to the same block. */
function sameBlock({ rowOf, groupOf, marks }: Seats, index: number): boolean {
  if (rowOf[index] !== rowOf[index + 1]) return false
  const mark = marks[index] ?? 0
  if ((mark & seatMark.wholeTable) !== 0) return true
  if ((mark & seatMark.gapAfter) !== 0) return false
  return groupOf[index] === groupOf[index + 1] && kindAt(mark) === kindAt(marks[index + 1] ?? 0)
}

function kindAt(mark: number): number {
  if ((mark & seatMark.wholeTable) !== 0) return blockKind.wholeTable
  if ((mark & (seatMark.accessible | seatMark.companion)) !== 0) return blockKind.wheelchair
  return (mark & seatMark.table) === 0 ? blockKind.row : blockKind.table
}

function sortedBlocks(
  { kind, nearest }: { kind: Uint8Array; nearest: Uint32Array },
  keep: (kind: number) => boolean,
): Uint32Array {
  const kept: number[] = []
  for (const [block, its] of kind.entries()) if (keep(its)) kept.push(block)
  kept.sort((a, b) => (nearest[a] ?? 0) - (nearest[b] ?? 0) || a - b)
  return Uint32Array.from(kept)
}

function accessibleRows({ rowOf, marks }: Seats): Uint32Array {
  const rows = new Set<number>()
  for (let index = 0; index < marks.length; index++) {
    if (((marks[index] ?? 0) & seatMark.accessible) !== 0) rows.add(rowOf[index] ?? 0)
  }
  return Uint32Array.from(rows)
}
