import { isAdmitted, isFree, runEnd, seatsFrom } from './best-window.ts'
import { blockKind } from './seat-blocks.ts'
import type { SeatSearch } from './seat-search.ts'

/** One group of a divided party: `size` neighbours in the run that begins at `run`. */
interface Group {
  readonly run: number
  readonly from: number
  readonly size: number
  readonly cost: number
}

/**
 * Divides a party that fits nowhere together: fewest people alone, then fewest stranded seats, then
 * fewest groups, then nearest. One cost carries all four, most important highest: a sum of at most
 * 2^5 distances of 2^24 steps, 5 bits of groups, 6 of stranded seats, 5 of people alone; 2^45 in
 * all, exact in a double.
 */
const GROUP_COST = 2 ** 29
const STRANDED_COST = 2 ** 34
const ALONE_COST = 2 ** 40
/** Above this the cost would overflow its bits; the limit of a reservation is lower. */
const MAX_PARTY = 31

/**
 * An exact minimum: a knapsack over the runs of free seats, each of which takes at most one group.
 * For each size only the `party` cheapest runs matter: a party has at most that many groups, so if
 * it used a costlier run, one of these would be unused and could replace it.
 */
export function bestGroups(search: SeatSearch, party: number): number[] | undefined {
  if (party > MAX_PARTY) return undefined
  const cheapest = cheapestGroups(search, party)
  const groupsByRun = new Map<number, Group[]>()
  for (const group of cheapest.flat()) {
    const groups = groupsByRun.get(group.run)
    if (groups) groups.push(group)
    else groupsByRun.set(group.run, [group])
  }
  const runs = [...groupsByRun].sort(([a], [b]) => a - b).map(([, groups]) => groups)
  const chosen = knapsack(runs, party)
  return chosen?.flatMap(({ from, size }) => seatsFrom(from, size)).sort((a, b) => a - b)
}

/**
 * For each size from 1 to `party`, the cheapest group of each of the cheapest runs, cheapest first.
 */
function cheapestGroups(search: SeatSearch, party: number): Group[][] {
  const { view } = search
  const { blocks } = view.layout
  const cheapest: Group[][] = Array.from({ length: party }, () => [])
  for (const block of blocks.ordinary) {
    if (view.freeInBlock[block] === 0 || !isAdmitted(search, block)) continue
    const end = blocks.start[block + 1] ?? 0
    const nearest = blocks.nearest[block] ?? 0
    const spares = search.sparesOrphans && blocks.kind[block] === blockKind.row
    for (let from = blocks.start[block] ?? 0; from < end; from++) {
      if (!isFree(search, from)) continue
      const to = runEnd(search, from, end)
      offerRun(search, { from, to, nearest, spares, cheapest })
      from = to
    }
  }
  return cheapest
}

interface Run {
  readonly from: number
  readonly to: number
  /** No seat of the run is nearer. */
  readonly nearest: number
  readonly spares: boolean
  readonly cheapest: Group[][]
}

function offerRun(search: SeatSearch, { from, to, nearest, spares, cheapest }: Run): void {
  const { distance } = search.view.layout
  for (let size = 1; size <= Math.min(to - from, cheapest.length); size++) {
    const groups = cheapest[size - 1] ?? []
    const alone = size === 1 ? ALONE_COST : 0
    const dearest = groups.length < cheapest.length ? Infinity : (groups.at(-1)?.cost ?? Infinity)
    if (alone + GROUP_COST + nearest * size > dearest) continue
    let sum = 0
    let best: Group | undefined
    for (let seat = from; seat < to; seat++) {
      sum += distance[seat] ?? 0
      const first = seat - size + 1
      if (first < from) continue
      const stranded = spares ? Number(first - from === 1) + Number(to - seat === 2) : 0
      const cost = alone + stranded * STRANDED_COST + GROUP_COST + sum
      if (!best || cost < best.cost) best = { run: from, from: first, size, cost }
      sum -= distance[first] ?? 0
    }
    if (best) keepCheapest(groups, best, cheapest.length)
  }
}

/** Inserts into a short sorted list; equal costs stay in map order. */
function keepCheapest(groups: Group[], group: Group, limit: number): void {
  const last = groups.at(-1)
  if (last && groups.length >= limit && !isCheaper(group, last)) return
  const at = groups.findIndex((other) => isCheaper(group, other))
  groups.splice(at < 0 ? groups.length : at, 0, group)
  if (groups.length > limit) groups.pop()
}

function isCheaper(a: Group, b: Group): boolean {
  return a.cost < b.cost || (a.cost === b.cost && a.from < b.from)
}

interface Seated {
  readonly cost: number
  readonly group: Group
  readonly before: Seated | undefined
}

/** The cheapest way to seat exactly `party` people, at most one group a run. */
function knapsack(runs: readonly (readonly Group[])[], party: number): Group[] | undefined {
  const best: (Seated | undefined)[] = Array.from({ length: party + 1 })
  for (const groups of runs) {
    for (let people = party; people >= 1; people--) {
      for (const group of groups) {
        if (group.size > people) continue
        const before = best[people - group.size]
        if (!before && group.size < people) continue
        const cost = (before?.cost ?? 0) + group.cost
        const known = best[people]
        if (!known || cost < known.cost) best[people] = { cost, group, before }
      }
    }
  }
  const chosen: Group[] = []
  for (let seated = best[party]; seated; seated = seated.before) chosen.push(seated.group)
  return chosen.length === 0 ? undefined : chosen
}
