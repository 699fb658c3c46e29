import { readFileSync } from 'node:fs'
import type { Currency } from '@usher/kernel'
import { type Row, type SeatMap, countSeats, totalCapacity } from '../seat-map.ts'
import { type ReadSeatMap, readSeatMap, type SeatMapSource } from './read-seat-map.ts'

/** Words for tests of readers: what came out of a file, in short. */

export const fixture = (name: string): Uint8Array =>
  readFileSync(new URL(`../../../fixtures/${name}`, import.meta.url))

export function readFile(
  content: Uint8Array | string,
  options: Partial<SeatMapSource> = {},
): ReadSeatMap {
  return readSeatMap({ format: null, content, currency: 'EUR' as Currency, ...options })
}

export const rowsOf = ({ sections }: SeatMap): Row[] => sections.flatMap(({ rows }) => rows)

/** `1 2| 3`: labels from left to right, aisles as bars. */
export const labelsOf = ({ seats }: Row): string =>
  seats.map(({ label, gapAfter }) => `${label}${gapAfter === true ? '|' : ''}`).join(' ')

export function rowNamed(map: SeatMap, section: string, row: string): string {
  const found = map.sections.find(({ name }) => name === section)?.rows
  const named = found?.find(({ name }) => name === row)
  return named ? labelsOf(named) : 'no such row'
}

/** [seats, rows, sections, areas, places in all, categories]. */
export function countsOf(map: SeatMap): number[] {
  return [
    countSeats(map),
    rowsOf(map).length,
    map.sections.length,
    map.areas.length,
    totalCapacity(map),
    map.categories.length,
  ]
}
