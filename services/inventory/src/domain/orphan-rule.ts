import { blockKind } from './seat-blocks.ts'
import type { SeatView } from './seat-view.ts'

/**
 * What an organizer allows. A stranded seat is one that nobody bought and that the choice leaves
 * without a free neighbour in its block (it had one before). `strict` refuses that while a party of
 * this size could sit anywhere in the same categories without stranding a seat; `lenient` only
 * while it could in the same run of free seats; `off` never.
 */
export type OrphanRule = 'strict' | 'lenient' | 'off'

export const orphanRules = ['strict', 'lenient', 'off'] as const

/** Free seats from `from` up to `to`, as long as they go in one block. */
export interface FreeRun {
  readonly from: number
  readonly to: number
}

/**
 * True when a party of `size` can take neighbours of a run of `length` free seats and strand
 * nobody.
 */
export function fitsWithoutOrphan(length: number, size: number): boolean {
  return length === size || length >= size + 2
}

/**
 * The seats that `chosen` (all of them free) would strand against the rule, ascending; empty is
 * fine. Only rows have orphans: nobody minds the last chair of a table, and a lone wheelchair place
 * is normal. A party with an accessible seat has little choice and is never refused.
 */
export function orphansLeft(
  view: SeatView,
  chosen: readonly number[],
  rule: OrphanRule,
): readonly number[] {
  if (rule === 'off' || chosen.some((seat) => isWheelchairSeat(view, seat))) return []
  const taken = new Set(chosen)
  const runs = runsOf(view, chosen)
  const orphans: number[] = []
  for (const run of runs) {
    const stranded = strandedIn(run, taken)
    if (stranded.length === 0) continue
    const size = sizeIn(run, taken)
    if (
      fitsWithoutOrphan(run.to - run.from, size) ||
      (rule === 'strict' && fitsElsewhere(view, size, runs))
    ) {
      orphans.push(...stranded)
    }
  }
  return orphans
}

/** The run of free seats around a free seat. */
export function freeRunAround(view: SeatView, seat: number): FreeRun {
  const { of, start } = view.layout.blocks
  const block = of[seat] ?? 0
  const first = start[block] ?? 0
  const end = start[block + 1] ?? 0
  let from = seat
  let to = seat + 1
  while (from > first && view.states[from - 1] === 0) from--
  while (to < end && view.states[to] === 0) to++
  return { from, to }
}

function isWheelchairSeat({ layout: { blocks } }: SeatView, seat: number): boolean {
  return blocks.kind[blocks.of[seat] ?? 0] === blockKind.wheelchair
}

/** The runs that the chosen seats of rows lie in, each once, ascending. */
function runsOf(view: SeatView, chosen: readonly number[]): FreeRun[] {
  const { kind, of } = view.layout.blocks
  const runs: FreeRun[] = []
  let covered = 0
  for (const seat of [...chosen].sort((a, b) => a - b)) {
    if (seat < covered || kind[of[seat] ?? 0] !== blockKind.row) continue
    const run = freeRunAround(view, seat)
    runs.push(run)
    covered = run.to
  }
  return runs
}

function strandedIn({ from, to }: FreeRun, taken: ReadonlySet<number>): number[] {
  const stranded: number[] = []
  for (let seat = from; seat < to; seat++) {
    const alone = (seat === from || taken.has(seat - 1)) && (seat + 1 === to || taken.has(seat + 1))
    if (alone && !taken.has(seat)) stranded.push(seat)
  }
  return stranded
}

function sizeIn({ from, to }: FreeRun, taken: ReadonlySet<number>): number {
  let size = 0
  for (let seat = from; seat < to; seat++) if (taken.has(seat)) size++
  return size
}

/**
 * True when a run that the party does not touch, in a category it chose from, takes `size` and
 * strands nobody.
 */
function fitsElsewhere(view: SeatView, size: number, touched: readonly FreeRun[]): boolean {
  const { blocks, groups, groupOf } = view.layout
  const categoryAt = (seat: number) => groups[groupOf[seat] ?? 0]?.category
  const categories = new Set(touched.map((run) => categoryAt(run.from)))
  const ownRuns = new Set(touched.map((run) => run.from))
  for (const block of blocks.ordinary) {
    if ((view.freeInBlock[block] ?? 0) < size || blocks.kind[block] !== blockKind.row) continue
    if (!categories.has(categoryAt(blocks.start[block] ?? 0))) continue
    for (const run of freeRunsOf(view, block)) {
      if (!ownRuns.has(run.from) && fitsWithoutOrphan(run.to - run.from, size)) return true
    }
  }
  return false
}

function* freeRunsOf(view: SeatView, block: number): Generator<FreeRun> {
  const { start } = view.layout.blocks
  const end = start[block + 1] ?? 0
  for (let seat = start[block] ?? 0; seat < end; seat++) {
    if (view.states[seat] !== 0) continue
    const run = freeRunAround(view, seat)
    yield run
    seat = run.to
  }
}
