import type { Currency, SeatNumber } from '@usher/kernel'
import type { Row, SeatMap, SeatPlace, TableMode } from './seat-map.ts'
import { layoutOf } from './seat-layout.ts'
import { SeatView } from './seat-view.ts'

/** Rows drawn as text, for tests and examples; see `sketchedMap`. */
export interface Sketch {
  readonly [section: string]: readonly string[]
}

/**
 * A map from a picture. Each text is a row, its characters seats from left to right: `.` a seat,
 * `x` one that is booked, `,` and `;` the same in the dearer category, `w` a wheelchair place, `c`
 * a companion seat, `|` an aisle. A row that begins with `=` is a table sold as a whole, with `o`
 * one sold by seat. Rows are called A, B, C… in each section, seats `Stalls-A-1`. Everybody looks
 * at the middle of the first row, from below.
 */
export function sketchedMap(sketch: Sketch): SeatMap {
  let y = 0
  const sections = Object.entries(sketch).map(([name, rows]) => ({
    name,
    rows: rows.map((text, index) => sketchedRow(text, { section: name, index, y: y++ })),
  }))
  return {
    name: 'Sketch',
    currency: 'EUR' as Currency,
    categories: [
      { name: 'Standard', priceMinor: 4500, color: '#0072b2' },
      { name: 'Premium', priceMinor: 9000, color: '#e69f00' },
    ],
    sections,
    areas: [],
    focalPoint: { x: 0, y: -1 },
  }
}

/** The view of `sketchedMap` with its booked seats. */
export function sketchedView(sketch: Sketch): SeatView {
  const view = new SeatView(layoutOf(sketchedMap(sketch)))
  const seats = Object.values(sketch).flat().join('').replaceAll(/[=o|]/g, '')
  for (const [index, drawn] of [...seats].entries()) {
    if (drawn === 'x' || drawn === ';') view.set(index, 'BOOKED')
  }
  return view
}

interface RowPlace {
  readonly section: string
  readonly index: number
  readonly y: number
}

function sketchedRow(text: string, { section, index, y }: RowPlace): Row {
  const tables: Record<string, TableMode> = { '=': 'whole', o: 'by_seat' }
  const name = String.fromCodePoint(65 + index)
  const width = text.replaceAll(/[=o]/g, '').length
  const seats: SeatPlace[] = []
  for (const [at, drawn] of [...text.replaceAll(/[=o]/g, '')].entries()) {
    const label = String(seats.length + 1)
    if (drawn === '|') {
      const before = seats.pop()
      if (before) seats.push({ ...before, gapAfter: true })
      continue
    }
    seats.push({
      seatNumber: `${section}-${name}-${label}` as SeatNumber,
      label,
      category: drawn === ',' || drawn === ';' ? 'Premium' : 'Standard',
      x: at - (width - 1) / 2,
      y,
      accessible: drawn === 'w',
      companion: drawn === 'c',
    })
  }
  return { name, table: tables[text.charAt(0)] ?? 'none', seats }
}
