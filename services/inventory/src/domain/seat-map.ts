import type { Currency, SeatNumber } from '@usher/kernel'

/**
 * What an organizer draws: who sits where, at what price. Read by `formats/`, compiled by
 * `layoutOf`.
 */
export interface SeatMap {
  readonly name: string
  readonly currency: Currency
  readonly categories: readonly Category[]
  readonly sections: readonly Section[]
  readonly areas: readonly Area[]
  /**
   * Where everybody looks: best available means nearest to it. Same plane as the seats; y grows
   * downwards.
   */
  readonly focalPoint: Point
}

export interface Point {
  readonly x: number
  readonly y: number
}

/** A price level. */
export interface Category {
  readonly name: string
  readonly priceMinor: number
  /** `#rrggbb`. */
  readonly color: string
}

export interface Section {
  readonly name: string
  readonly rows: readonly Row[]
}

/**
 * `none`: a row of seats. `by_seat`: a table sold seat by seat. `whole`: a table sold only as a
 * whole.
 */
export type TableMode = 'none' | 'by_seat' | 'whole'

export interface Row {
  readonly name: string
  readonly table: TableMode
  /** In physical order from left to right, whatever their labels: odd and even sides are common. */
  readonly seats: readonly SeatPlace[]
}

export interface SeatPlace {
  /** Unique in the event. */
  readonly seatNumber: SeatNumber
  /** What is painted on the seat; unique in its row at most. */
  readonly label: string
  readonly category: string
  readonly x: number
  readonly y: number
  /** A wheelchair place. */
  readonly accessible: boolean
  /** Kept for whoever comes with the wheelchair beside it. */
  readonly companion: boolean
  /** An aisle follows: the next seat of the row is no neighbour. */
  readonly gapAfter?: boolean
}

/** General admission: places that are counted, not numbered. */
export interface Area {
  readonly name: string
  readonly category: string
  readonly capacity: number
  readonly x: number
  readonly y: number
}

/** Limits of one map: the largest stadiums hold 150,000; the rest keeps a hostile file harmless. */
export const seatMapLimits = {
  contentBytes: 64 * 1024 * 1024,
  seats: 200_000,
  areas: 1_000,
  categories: 1_000,
  areaCapacity: 1_000_000,
  totalCapacity: 1_000_000,
  nameChars: 64,
  mapNameChars: 200,
  /** Far beyond any drawing, and small enough that sums of squares stay exact enough. */
  coordinate: 1_000_000,
  listedProblems: 100,
  listedNotes: 1_000,
} as const

/** The number of seats of a map. */
export function countSeats(map: SeatMap): number {
  let seats = 0
  for (const section of map.sections) for (const row of section.rows) seats += row.seats.length
  return seats
}

/** Seats and area places together: how many people the map lets in. */
export function totalCapacity(map: SeatMap): number {
  return map.areas.reduce((sum, area) => sum + area.capacity, countSeats(map))
}
