import { blockKind } from './seat-blocks.ts'
import { seatMark } from './seat-marks.ts'
import type { SeatSearch } from './seat-search.ts'

interface Window {
  from: number
  /** Distances added up; for windows of one size that ranks as their mean does. */
  sum: number
}

/**
 * Neighbours in one block that strand no seat if there are any, else neighbours that do; nearest
 * first.
 */
export function bestWindow(search: SeatSearch, size: number): number[] | undefined {
  const { view } = search
  const { blocks } = view.layout
  const clean: Window = { from: -1, sum: Infinity }
  const stranding: Window = { from: -1, sum: Infinity }
  for (const block of blocks.ordinary) {
    if ((blocks.nearest[block] ?? 0) * size > clean.sum) break
    if ((view.freeInBlock[block] ?? 0) < size || !isAdmitted(search, block)) continue
    scanBlock(search, { block, size, clean, stranding })
  }
  const best = clean.from >= 0 ? clean : stranding
  return best.from < 0 ? undefined : seatsFrom(best.from, size)
}

interface Scan {
  readonly block: number
  readonly size: number
  readonly clean: Window
  readonly stranding: Window
}

/** Slides a window over each run of free seats of a block and keeps the best of either kind. */
function scanBlock(search: SeatSearch, { block, size, clean, stranding }: Scan): void {
  const { blocks } = search.view.layout
  const end = blocks.start[block + 1] ?? 0
  const spares = search.sparesOrphans && blocks.kind[block] === blockKind.row
  let from = blocks.start[block] ?? 0
  while (from + size <= end) {
    const taken = lastTaken(search, from, from + size)
    if (taken < 0) from = slide(search, { block, size, clean, stranding, from, end, spares })
    else from = taken + 1
  }
}

/**
 * The last seat from `from` up to `to` that is not free, or -1: the next window begins after it.
 */
function lastTaken(search: SeatSearch, from: number, to: number): number {
  for (let seat = to - 1; seat >= from; seat--) if (!isFree(search, seat)) return seat
  return -1
}

/**
 * Slides over the run that begins at `from` with at least `size` free seats; returns where to go
 * on.
 */
function slide(
  search: SeatSearch,
  {
    size,
    clean,
    stranding,
    from,
    end,
    spares,
  }: Scan & { from: number; end: number; spares: boolean },
): number {
  const { distance } = search.view.layout
  const to = runEnd(search, from + size - 1, end)
  let sum = 0
  for (let seat = from; seat < to; seat++) {
    sum += distance[seat] ?? 0
    const first = seat - size + 1
    if (first < from) continue
    const strands = spares && (first - from === 1 || to - seat === 2)
    improve(strands ? stranding : clean, first, sum)
    sum -= distance[first] ?? 0
  }
  return to + 1
}

/** The nearest table that is sold as a whole, seats exactly `size`, and is free. */
export function bestWholeTable(search: SeatSearch, size: number): number[] | undefined {
  const { view } = search
  const { blocks, distance } = view.layout
  const best: Window = { from: -1, sum: Infinity }
  for (const block of blocks.wholeTables) {
    if (view.freeInBlock[block] !== size) continue
    const from = blocks.start[block] ?? 0
    const to = blocks.start[block + 1] ?? 0
    if (to - from !== size || !isOrdinaryTable(search, from, to)) continue
    improve(
      best,
      from,
      distance.subarray(from, to).reduce((a, b) => a + b),
    )
  }
  return best.from < 0 ? undefined : seatsFrom(best.from, size)
}

/** A table with a wheelchair place waits for somebody who needs it. */
function isOrdinaryTable({ view, admitted }: SeatSearch, from: number, to: number): boolean {
  const { marks, groupOf } = view.layout
  for (let seat = from; seat < to; seat++) {
    const wheelchair = (marks[seat] ?? 0) & (seatMark.accessible | seatMark.companion)
    if (wheelchair !== 0 || admitted[groupOf[seat] ?? 0] !== 1) return false
  }
  return true
}

export function isAdmitted({ view, admitted }: SeatSearch, block: number): boolean {
  const { blocks, groupOf } = view.layout
  return admitted[groupOf[blocks.start[block] ?? 0] ?? 0] === 1
}

export function isFree({ view, spoken }: SeatSearch, seat: number): boolean {
  return view.states[seat] === 0 && (seat < spoken.from || seat >= spoken.to)
}

/** Where the run of free seats that starts at `from` ends, at the latest at `end`. */
export function runEnd(search: SeatSearch, from: number, end: number): number {
  let to = from + 1
  while (to < end && isFree(search, to)) to++
  return to
}

export function seatsFrom(from: number, size: number): number[] {
  return Array.from({ length: size }, (_, place) => from + place)
}

function improve(best: Window, from: number, sum: number): void {
  if (sum < best.sum || (sum === best.sum && from < best.from)) {
    best.from = from
    best.sum = sum
  }
}
