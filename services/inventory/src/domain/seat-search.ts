import type { SeatView } from './seat-view.ts'

/** What every part of the search for the best seats knows. */
export interface SeatSearch {
  readonly view: SeatView
  /** 1 for each group of the layout that the wish admits. */
  readonly admitted: Uint8Array
  /** False when the rule is `off`: then nearness alone decides. */
  readonly sparesOrphans: boolean
  /** Seats that are already spoken for within this search: from `from` up to `to`. */
  readonly spoken: { readonly from: number; readonly to: number }
}
