import type { Point, TableMode } from '../seat-map.ts'

/**
 * What a file says before the rest is decided: numbers for the seats, places for seats without
 * coordinates, order within rows, prices. Every reader makes one; `finishSeatMap` makes a `SeatMap`
 * of it.
 */
export interface SeatMapDraft {
  name: string
  focalPoint: Point | undefined
  readonly categories: Map<string, CategoryDraft>
  readonly sections: Map<string, SectionDraft>
  readonly areas: Map<string, AreaDraft>
  /** True when the file lists the seats of a row from left to right and says where aisles are. */
  readonly ordered: boolean
}

export interface CategoryDraft {
  readonly name: string
  /** Undefined: one is chosen. */
  color: string | undefined
  /** In minor units; undefined: the file has none. */
  priceMinor: number | undefined
}

export interface SectionDraft {
  readonly name: string
  readonly rows: RowDraft[]
}

export interface RowDraft {
  readonly where: string
  name: string
  table: TableMode
  seats: SeatDraft[]
}

export interface SeatDraft {
  readonly where: string
  /** The file's own identity of the seat. */
  id: string | undefined
  label: string
  readonly category: string
  /** Undefined when the file does not say where the seat is. */
  at: Point | undefined
  readonly accessible: boolean
  readonly companion: boolean
  gapAfter: boolean
}

export interface AreaDraft {
  readonly where: string
  readonly name: string
  readonly category: string
  readonly capacity: number
  at: Point | undefined
}

/** Files name no category for some seats; they are all of this one then. */
export const DEFAULT_CATEGORY = 'Standard'

export function emptyDraft(name: string, { ordered }: { ordered: boolean }): SeatMapDraft {
  const draft = { name, focalPoint: undefined, categories: new Map(), sections: new Map() }
  return { ...draft, areas: new Map(), ordered }
}

/** The section of that name, made when it is new: sections of one name are one section. */
export function sectionOf({ sections }: SeatMapDraft, name: string): SectionDraft {
  let section = sections.get(name)
  if (!section) {
    section = { name, rows: [] }
    sections.set(name, section)
  }
  return section
}

/** The category of that name, declared when it is new. */
export function categoryOf({ categories }: SeatMapDraft, name: string): CategoryDraft {
  let category = categories.get(name)
  if (!category) {
    category = { name, color: undefined, priceMinor: undefined }
    categories.set(name, category)
  }
  return category
}
