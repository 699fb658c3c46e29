import type { Currency, SeatNumber } from '@usher/kernel'
import type { Area, Point, Row, SeatMap, SeatPlace, Section } from '../seat-map.ts'
import { seatMapLimits } from '../seat-map.ts'
import { type CategoryPrices, pricedCategories } from './category-prices.ts'
import { dropRepeatedSeats, nameRowsApart } from './distinct-seats.ts'
import type { NoteList, ProblemList } from './problems.ts'
import { aislesOf, median, orderRow } from './row-order.ts'
import type { RowDraft, SeatDraft, SeatMapDraft } from './seat-map-draft.ts'
import { numberSeats } from './seat-numbers.ts'
import { placeUnplaced } from './unplaced-seats.ts'
import { keepVisible } from './visible-names.ts'

export interface Finishing {
  readonly currency: Currency
  readonly prices: CategoryPrices
  readonly problems: ProblemList
  readonly skipped: NoteList
  readonly notes: NoteList
}

/**
 * Decides what the file left open. Throws `invalid` / `invalid_seat_map` with everything found so
 * far.
 */
export function finishSeatMap(draft: SeatMapDraft, finishing: Finishing): SeatMap {
  const { problems, skipped, notes, currency } = finishing
  keepVisible(draft, finishing)
  dropRepeatedSeats(draft, skipped)
  nameRowsApart(draft, notes)
  checkSize(draft, problems)
  const categories = pricedCategories(draft, finishing)
  problems.throwIfAny()
  placeUnplaced(draft)
  if (!draft.ordered) for (const { rows } of draft.sections.values()) orderRows(rows)
  const numbers = numberSeats(draft)
  const sections = [...draft.sections.values()]
    .filter(({ rows }) => rows.length > 0)
    .map(({ name, rows }): Section => ({ name, rows: rows.map((row) => rowOf(row, numbers)) }))
  const areas = [...draft.areas.values()].map(
    ({ name, category, capacity, at = origin }): Area => ({
      name,
      category,
      capacity,
      ...flat(at),
    }),
  )
  const focalPoint = flat(draft.focalPoint ?? topMiddle([...draft.sections.values()], areas))
  return { name: draft.name, currency, categories, sections, areas, focalPoint }
}

const origin: Point = { x: 0, y: 0 }

/** JSON has no negative zero: without it a map that is written and read again is the same map. */
function flat({ x, y }: Point): Point {
  return { x: x + 0, y: y + 0 }
}

function checkSize({ sections, areas, categories }: SeatMapDraft, problems: ProblemList): void {
  let seats = 0
  for (const { rows } of sections.values()) for (const row of rows) seats += row.seats.length
  const places = [...areas.values()].reduce((sum, area) => sum + area.capacity, seats)
  if (places === 0) problems.add('file', 'has no seats and no areas')
  const limits = [
    ['seats', seats, seatMapLimits.seats],
    ['areas', areas.size, seatMapLimits.areas],
    ['categories', categories.size, seatMapLimits.categories],
    ['places', places, seatMapLimits.totalCapacity],
  ] as const
  for (const [things, count, limit] of limits) {
    if (count > limit) problems.add('file', `has ${count} ${things}; the limit is ${limit}`)
  }
}

/** Puts the seats of each row side by side and finds its aisles and its tables. */
function orderRows(rows: readonly RowDraft[]): void {
  const ordered = rows.map((row) => {
    const { order, steps, ring } = orderRow(row.seats.map((seat) => seat.at ?? origin))
    row.seats = order.flatMap((index) => row.seats[index] ?? [])
    if (ring && row.seats.length > 2 && row.table === 'none') row.table = 'by_seat'
    return { row, steps }
  })
  const usualStep = median(ordered.flatMap(({ steps }) => steps))
  for (const { row, steps } of ordered) {
    if (row.table !== 'none') continue
    for (const [at, aisle] of aislesOf(steps, usualStep).entries()) {
      const seat = row.seats[at]
      if (seat) seat.gapAfter = aisle
    }
  }
}

function rowOf(row: RowDraft, numbers: ReadonlyMap<SeatDraft, SeatNumber>): Row {
  const seats = row.seats.map((seat): SeatPlace => {
    const { label, category, at = origin, accessible, companion, gapAfter } = seat
    const seatNumber = numbers.get(seat)
    if (seatNumber === undefined) throw new RangeError(`no number for the seat at ${seat.where}`)
    const { x, y } = flat(at)
    if (!gapAfter) return { seatNumber, label, category, x, y, accessible, companion }
    return { seatNumber, label, category, x, y, accessible, companion, gapAfter }
  })
  return { name: row.name, table: row.table, seats }
}

/**
 * Where a stage usually is in a drawing, for files that do not say: above the middle of everything.
 */
function topMiddle(
  sections: readonly { readonly rows: readonly RowDraft[] }[],
  areas: readonly Area[],
): Point {
  let [left, right, top] = [Infinity, -Infinity, Infinity]
  const include = ({ x, y }: Point) => {
    left = Math.min(left, x)
    right = Math.max(right, x)
    top = Math.min(top, y)
  }
  for (const { rows } of sections) {
    for (const row of rows) for (const seat of row.seats) include(seat.at ?? origin)
  }
  for (const area of areas) include(area)
  return { x: (left + right) / 2, y: top }
}
