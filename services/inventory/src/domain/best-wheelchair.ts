import { isFree, seatsFrom } from './best-window.ts'
import { blockKind } from './seat-blocks.ts'
import { seatMark } from './seat-marks.ts'
import type { SeatSearch } from './seat-search.ts'

/**
 * Seats for a party with one wheelchair: as many of them as possible side by side around an
 * accessible seat, the others together wherever `seatOthers` finds best, in the same section if it
 * can. Companion and ordinary seats may both be neighbours. A second accessible seat is taken only
 * when there is no other way: somebody may need it.
 */
export function bestWheelchairParty(
  search: SeatSearch,
  party: number,
  seatOthers: (search: SeatSearch, party: number) => number[] | undefined,
): number[] | undefined {
  for (let together = party; together >= 1; together--) {
    const from = bestAccessibleWindow(search, together)
    if (from === undefined) continue
    const beside = seatsFrom(from, together)
    if (together === party) return beside
    const spoken = { from, to: from + together }
    const others =
      seatOthers({ ...search, spoken, admitted: sameSection(search, from) }, party - together) ??
      seatOthers({ ...search, spoken }, party - together)
    if (others) return [...beside, ...others].sort((a, b) => a - b)
  }
  return undefined
}

interface Window {
  from: number
  accessible: number
  stranded: number
  sum: number
}

/** The first seat of the best `size` free neighbours of which at least one is accessible. */
function bestAccessibleWindow(search: SeatSearch, size: number): number | undefined {
  const { layout } = search.view
  const best: Window = { from: -1, accessible: Infinity, stranded: Infinity, sum: Infinity }
  for (const row of layout.blocks.accessibleRows) {
    const end = layout.rowStart[row + 1] ?? 0
    for (let from = layout.rowStart[row] ?? 0; from < end; from++) {
      if (!isOffered(search, from)) continue
      const to = neighboursEnd(search, from, end)
      scanNeighbours(search, { from, to, size, best })
      from = to - 1
    }
  }
  return best.from < 0 ? undefined : best.from
}

interface Scan {
  readonly from: number
  readonly to: number
  readonly size: number
  readonly best: Window
}

function scanNeighbours(search: SeatSearch, { from, to, size, best }: Scan): void {
  const { distance, marks } = search.view.layout
  const isAccessible = (seat: number) => (marks[seat] ?? 0) & seatMark.accessible
  let sum = 0
  let accessible = 0
  for (let seat = from; seat < to; seat++) {
    sum += distance[seat] ?? 0
    accessible += isAccessible(seat)
    const first = seat - size + 1
    if (first < from) continue
    if (accessible > 0) {
      const stranded = search.sparesOrphans ? strandedBeside(search, first, seat + 1) : 0
      improve(best, { from: first, accessible, stranded, sum })
    }
    sum -= distance[first] ?? 0
    accessible -= isAccessible(first)
  }
}

function improve(best: Window, found: Window): void {
  const better =
    found.accessible - best.accessible ||
    found.stranded - best.stranded ||
    found.sum - best.sum ||
    found.from - best.from
  if (better < 0 || best.from < 0) Object.assign(best, found)
}

/** Free, admitted, and not part of a table that is sold as a whole. */
function isOffered(search: SeatSearch, seat: number): boolean {
  const { marks, groupOf } = search.view.layout
  const whole = (marks[seat] ?? 0) & seatMark.wholeTable
  return whole === 0 && search.admitted[groupOf[seat] ?? 0] === 1 && isFree(search, seat)
}

/**
 * Where the side-by-side offered seats that start at `from` end: at an aisle, a taken seat or the
 * row's end.
 */
function neighboursEnd(search: SeatSearch, from: number, end: number): number {
  const { marks } = search.view.layout
  let to = from + 1
  while (to < end && ((marks[to - 1] ?? 0) & seatMark.gapAfter) === 0 && isOffered(search, to)) to++
  return to
}

/**
 * How many ordinary seats lose their last free neighbour when the seats from `from` up to `to` are
 * taken.
 */
function strandedBeside(search: SeatSearch, from: number, to: number): number {
  return Number(isStranded(search, from - 1, -1)) + Number(isStranded(search, to, 1))
}

function isStranded({ view }: SeatSearch, seat: number, away: 1 | -1): boolean {
  const { of, kind } = view.layout.blocks
  const block = of[seat]
  if (block === undefined || block !== of[seat - away] || kind[block] !== blockKind.row) {
    return false
  }
  return view.states[seat] === 0 && (of[seat + away] !== block || view.states[seat + away] !== 0)
}

function sameSection({ view, admitted }: SeatSearch, seat: number): Uint8Array {
  const { groups, groupOf } = view.layout
  const section = groups[groupOf[seat] ?? 0]?.section
  return admitted.map((its, group) => (groups[group]?.section === section ? its : 0))
}
