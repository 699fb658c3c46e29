import type { Point } from '../seat-map.ts'
import { type NoteList, type ProblemList, shown } from './problems.ts'
import type { AreaDraft, SeatDraft, SeatMapDraft } from './seat-map-draft.ts'
import type { SeatsioCategories } from './seatsio-categories.ts'

/** A chart within the file: a floor, or a section of it. */
export interface Chart {
  readonly draft: SeatMapDraft
  readonly categories: SeatsioCategories
  readonly labels: SeatLabels
  readonly problems: ProblemList
  readonly notes: NoteList
  readonly skipped: NoteList
  /** Everything of the floor, to move it. */
  readonly items: (SeatDraft | AreaDraft)[]
  readonly origin: Point
  readonly section: string | undefined
}

/** Every seat of a chart by section, row and label, which together must be its own. */
export class SeatLabels {
  readonly #seats = new Map<string, string>()
  readonly #problems: ProblemList

  constructor(problems: ProblemList) {
    this.#problems = problems
  }

  take(names: readonly [section: string, row: string, label: string], where: string): void {
    const key = JSON.stringify(names)
    const other = this.#seats.get(key)
    if (other === undefined) this.#seats.set(key, where)
    else this.#problems.add(where, `label: ${shown(names[2])} is also the seat at ${other}`)
  }
}
