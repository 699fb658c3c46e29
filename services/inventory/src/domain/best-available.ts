import { bestGroups } from './best-groups.ts'
import { bestWheelchairParty } from './best-wheelchair.ts'
import { bestWindow, bestWholeTable } from './best-window.ts'
import type { OrphanRule } from './orphan-rule.ts'
import { seatMark } from './seat-marks.ts'
import type { SeatLayout } from './seat-layout.ts'
import type { SeatSearch } from './seat-search.ts'
import type { SeatView } from './seat-view.ts'

/**
 * What a buyer asks for. `accessible`: the party includes somebody who needs a wheelchair place.
 */
export interface SeatWish {
  readonly quantity: number
  readonly section?: string
  readonly category?: string
  readonly accessible?: boolean
}

export interface SeatChoice {
  /** Seat indexes, ascending. */
  readonly seats: number[]
  /** All of them side by side in one row. */
  readonly adjacent: boolean
}

/**
 * The best seats for a party, or undefined when there are not enough. In this order:
 *  1. one block (same row, neighbours, same category), no seat stranded, smallest mean distance to
 *     the focal point;
 *  2. one block, stranding a seat, which every rule permits once nothing is left under 1;
 *  3. a whole table of exactly this size, when it is sold as a whole;
 *  4. several blocks: fewest people alone, then fewest stranded seats, then fewest groups, then
 *     nearest.
 * Equally good: the seats that come first in the map. The wish's filters are never left, accessible
 * and companion seats are never given to a party that did not ask for them, and areas are none of
 * its business. The order follows seats.io's documented best available; how ties and distance count
 * is ours. Costs one pass over the blocks that can still win.
 */
export function bestAvailable(
  view: SeatView,
  wish: SeatWish,
  rule: OrphanRule,
): SeatChoice | undefined {
  const { quantity } = wish
  if (!Number.isInteger(quantity) || quantity < 1) return undefined
  const search: SeatSearch = {
    view,
    admitted: admittedGroups(view.layout, wish),
    sparesOrphans: rule !== 'off',
    spoken: { from: 0, to: 0 },
  }
  const seats =
    wish.accessible === true
      ? bestWheelchairParty(search, quantity, bestOrdinaryParty)
      : bestOrdinaryParty(search, quantity)
  return seats && { seats, adjacent: areNeighbours(view.layout, seats) }
}

function bestOrdinaryParty(search: SeatSearch, quantity: number): number[] | undefined {
  return (
    bestWindow(search, quantity) ?? bestWholeTable(search, quantity) ?? bestGroups(search, quantity)
  )
}

function admittedGroups({ groups }: SeatLayout, { section, category }: SeatWish): Uint8Array {
  return Uint8Array.from(groups, (group) =>
    (section === undefined || group.section === section) &&
    (category === undefined || group.category === category)
      ? 1
      : 0,
  )
}

function areNeighbours({ rowOf, marks }: SeatLayout, seats: readonly number[]): boolean {
  return seats.every((seat, at) => {
    const next = seats[at + 1]
    if (next === undefined) return true
    const aisle = ((marks[seat] ?? 0) & seatMark.gapAfter) !== 0
    return next === seat + 1 && rowOf[next] === rowOf[seat] && !aisle
  })
}
