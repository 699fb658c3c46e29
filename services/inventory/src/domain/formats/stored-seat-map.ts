import { type Currency, parseMoney, type SeatNumber } from '@usher/kernel'
import type { SeatMap, SeatPlace, TableMode } from '../seat-map.ts'

interface StoredMap {
  readonly name: string
  readonly currency: Currency
  readonly focal_point: { readonly x: number; readonly y: number }
  readonly categories: readonly { name: string; price: string; color: string }[]
  readonly sections: readonly { name: string; rows: readonly StoredRow[] }[]
  readonly areas: SeatMap['areas']
}

interface StoredRow {
  readonly name: string
  readonly table?: TableMode
  readonly seats: readonly StoredSeat[]
}

interface StoredSeat {
  readonly seat_number: SeatNumber
  readonly label: string
  readonly category: string
  readonly x: number
  readonly y: number
  readonly accessible?: boolean
  readonly companion?: boolean
  readonly gap_after?: boolean
}

/**
 * Reads what `seatMapJson` wrote, and only that: it was checked then, and is not checked again on
 * every start.
 */
export function readStoredSeatMap(text: string): SeatMap {
  const stored = JSON.parse(text) as StoredMap
  const { name, currency, focal_point: focalPoint, areas } = stored
  const categories = stored.categories.map(({ name, price, color }) => {
    return { name, priceMinor: parseMoney(price, currency).amountMinor, color }
  })
  const sections = stored.sections.map(({ name, rows }) => ({
    name,
    rows: rows.map(({ name, table = 'none', seats }) => ({
      name,
      table,
      seats: seats.map(seatOf),
    })),
  }))
  return { name, currency, categories, sections, areas, focalPoint }
}

function seatOf(stored: StoredSeat): SeatPlace {
  const { seat_number: seatNumber, label, category, x, y } = stored
  const { accessible = false, companion = false, gap_after: gapAfter } = stored
  if (gapAfter !== true) return { seatNumber, label, category, x, y, accessible, companion }
  return { seatNumber, label, category, x, y, accessible, companion, gapAfter }
}
