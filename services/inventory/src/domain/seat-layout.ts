import type { Currency, SeatNumber } from '@usher/kernel'
import { blocksOf, type SeatBlocks } from './seat-blocks.ts'
import { seatMark } from './seat-marks.ts'
import { type Category, countSeats, type Row, type SeatMap, type SeatPlace } from './seat-map.ts'

/** What is known of a seat for as long as its map stands. */
export interface SeatFacts {
  readonly seatNumber: SeatNumber
  readonly section: string
  readonly rowNumber: string
  /** The seed's `seat_type`: the name of the category. */
  readonly seatType: string
  readonly category: string
  readonly priceMinor: number
  readonly accessible: boolean
  readonly companion: boolean
  /** Index of the row when it is a table sold as a whole. */
  readonly tableRow: number | undefined
}

export interface AreaFacts {
  readonly index: number
  readonly name: string
  readonly category: string
  readonly priceMinor: number
  readonly capacity: number
  /** From the focal point, in the units of the drawing. */
  readonly distance: number
}

/** The seats of one section and category: what availability is counted by. */
export interface SeatGroup {
  readonly section: string
  readonly category: string
  readonly priceMinor: number
}

/**
 * A seat map compiled to arrays: built once an event, shared by all requests, never changed. Seats
 * are numbered from 0 in the order of the map: sections, their rows, the row's seats from left to
 * right.
 */
export interface SeatLayout {
  readonly currency: Currency
  readonly seatCount: number
  readonly areas: readonly AreaFacts[]
  readonly groups: readonly SeatGroup[]
  /** Row r holds the seats from rowStart[r] up to rowStart[r + 1]. */
  readonly rowStart: Uint32Array
  readonly rowOf: Uint32Array
  readonly groupOf: Uint32Array
  /** `seatMark` bits; the last seat of a row always has `gapAfter`. */
  readonly marks: Uint8Array
  /**
   * How far from the focal point, in whole steps of which the farthest seat is `DISTANCE_STEPS`
   * away.
   */
  readonly distance: Uint32Array
  readonly blocks: SeatBlocks

  indexOf(seatNumber: SeatNumber): number | undefined
  seatAt(index: number): SeatFacts
  seatNumberAt(index: number): SeatNumber
  areaNamed(name: string): AreaFacts | undefined
}

/** Whole steps make sums exact, so that equal windows tie whatever the order of addition. */
export const DISTANCE_STEPS = 2 ** 24

/** Compiles a map that has passed `checkSeatMap`. */
export function layoutOf(map: SeatMap): SeatLayout {
  return new CompiledLayout(map)
}

class CompiledLayout implements SeatLayout {
  readonly currency: Currency
  readonly seatCount: number
  readonly areas: readonly AreaFacts[]
  readonly groups: readonly SeatGroup[]
  readonly rowStart: Uint32Array
  readonly rowOf: Uint32Array
  readonly groupOf: Uint32Array
  readonly marks: Uint8Array
  readonly distance: Uint32Array
  readonly blocks: SeatBlocks
  readonly #seatNumbers: SeatNumber[] = []
  readonly #rowNames: string[] = []
  readonly #indexes = new Map<SeatNumber, number>()
  readonly #areasByName: ReadonlyMap<string, AreaFacts>

  constructor(map: SeatMap) {
    const prices = new Map(map.categories.map((category) => [category.name, category]))
    const rows = map.sections.flatMap((section) => section.rows)
    this.currency = map.currency
    this.seatCount = countSeats(map)
    this.areas = areaFacts(map, prices)
    this.#areasByName = new Map(this.areas.map((area) => [area.name, area]))
    this.rowStart = new Uint32Array(rows.length + 1)
    this.rowOf = new Uint32Array(this.seatCount)
    this.marks = new Uint8Array(this.seatCount)
    this.groupOf = new Uint32Array(this.seatCount)
    this.groups = this.#fill(map, prices)
    this.distance = distances(map, this.seatCount)
    this.blocks = blocksOf(this)
  }

  indexOf(seatNumber: SeatNumber): number | undefined {
    return this.#indexes.get(seatNumber)
  }

  seatNumberAt(index: number): SeatNumber {
    return present(this.#seatNumbers[index])
  }

  seatAt(index: number): SeatFacts {
    const seatNumber = this.seatNumberAt(index)
    const group = present(this.groups[present(this.groupOf[index])])
    const row = present(this.rowOf[index])
    const marks = present(this.marks[index])
    return {
      seatNumber,
      section: group.section,
      rowNumber: present(this.#rowNames[row]),
      seatType: group.category,
      category: group.category,
      priceMinor: group.priceMinor,
      accessible: (marks & seatMark.accessible) !== 0,
      companion: (marks & seatMark.companion) !== 0,
      tableRow: (marks & seatMark.wholeTable) === 0 ? undefined : row,
    }
  }

  areaNamed(name: string): AreaFacts | undefined {
    return this.#areasByName.get(name)
  }

  #fill(map: SeatMap, prices: ReadonlyMap<string, Category>): SeatGroup[] {
    const groups = new SectionGroups(prices)
    for (const section of map.sections) {
      groups.begin(section.name)
      for (const row of section.rows) this.#fillRow(row, groups)
    }
    return groups.all
  }

  #fillRow(row: Row, groups: SectionGroups): void {
    const rowIndex = this.#rowNames.length
    this.#rowNames.push(row.name)
    const rowMarks = marksOfRow(row)
    let index = this.#seatNumbers.length
    for (const seat of row.seats) {
      this.#seatNumbers.push(seat.seatNumber)
      this.#indexes.set(seat.seatNumber, index)
      this.rowOf[index] = rowIndex
      this.groupOf[index] = groups.groupOf(seat.category)
      this.marks[index++] = rowMarks | marksOf(seat)
    }
    const last = index - 1
    if (row.seats.length > 0) this.marks[last] = (this.marks[last] ?? 0) | seatMark.gapAfter
    this.rowStart[rowIndex + 1] = index
  }
}

/** Groups in the order of the map. Neighbours mostly share theirs: it is found without a look. */
class SectionGroups {
  readonly all: SeatGroup[] = []
  readonly #prices: ReadonlyMap<string, Category>
  readonly #known = new Map<string, number>()
  #section = ''
  #latest: string | undefined
  #latestGroup = 0

  constructor(prices: ReadonlyMap<string, Category>) {
    this.#prices = prices
  }

  begin(section: string): void {
    this.#section = section
    this.#known.clear()
    this.#latest = undefined
  }

  groupOf(category: string): number {
    if (category === this.#latest) return this.#latestGroup
    const group = this.#known.get(category) ?? this.#add(category)
    this.#latest = category
    this.#latestGroup = group
    return group
  }

  #add(category: string): number {
    const { priceMinor } = present(this.#prices.get(category))
    const group = this.all.push({ section: this.#section, category, priceMinor }) - 1
    this.#known.set(category, group)
    return group
  }
}

function marksOfRow({ table }: Row): number {
  return (table === 'whole' ? seatMark.wholeTable : 0) | (table === 'none' ? 0 : seatMark.table)
}

function marksOf(seat: SeatPlace): number {
  return (
    (seat.accessible ? seatMark.accessible : 0) |
    (seat.companion ? seatMark.companion : 0) |
    (seat.gapAfter === true ? seatMark.gapAfter : 0)
  )
}

function areaFacts(map: SeatMap, prices: ReadonlyMap<string, Category>): AreaFacts[] {
  return map.areas.map(({ name, category, capacity, x, y }, index) => {
    const { priceMinor } = present(prices.get(category))
    const distance = Math.hypot(x - map.focalPoint.x, y - map.focalPoint.y)
    return { index, name, category, priceMinor, capacity, distance }
  })
}

/** By the square root: `Math.hypot` guards against overflows that a drawing's limits rule out. */
function distances({ sections, focalPoint }: SeatMap, seatCount: number): Uint32Array {
  const exact = new Float64Array(seatCount)
  let index = 0
  let farthest = 0
  for (const section of sections) {
    for (const row of section.rows) {
      for (const seat of row.seats) {
        const dx = seat.x - focalPoint.x
        const dy = seat.y - focalPoint.y
        const distance = Math.sqrt(dx * dx + dy * dy)
        if (distance > farthest) farthest = distance
        exact[index++] = distance
      }
    }
  }
  const steps = farthest === 0 ? 0 : DISTANCE_STEPS / farthest
  const whole = new Uint32Array(seatCount)
  for (let at = 0; at < seatCount; at++) whole[at] = Math.round((exact[at] ?? 0) * steps)
  return whole
}

/**
 * An index that the layout itself made always has a value; anything else is a bug, not bad input.
 */
function present<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new RangeError('no such seat in this layout')
  return value
}
