import type { Currency } from '@usher/kernel'
import { countSeats, totalCapacity } from '../seat-map.ts'
import { mapPrices, type PriceRange } from '../price-range.ts'
import type { Problem } from './problems.ts'
import { readSeatMap, type SeatMapSource } from './read-seat-map.ts'
import { seatMapJson } from './seat-map-json.ts'

/** What a file says, without the seats themselves: small enough to hand from thread to thread. */
export interface SeatMapReading {
  /** The map in our own JSON, as docs/seat-maps.md has it; in UTF-8, for megabytes move so. */
  readonly json: Uint8Array
  readonly seatCount: number
  readonly areaCount: number
  /** Seats and area places together. */
  readonly totalCapacity: number
  readonly currency: Currency
  readonly prices: PriceRange
  /** What the file has and the map has not, and why. */
  readonly skipped: Problem[]
  /** What was decided for the file: rows renamed, categories that are free. */
  readonly notes: Problem[]
  /** The mapping by which the file was read; empty for formats that need none. */
  readonly columns: Record<string, string>
}

/** Reads a file and writes it down as it is stored. Throws as `readSeatMap` does. */
export function readingOf(source: SeatMapSource): SeatMapReading {
  const { map, skipped, notes, columns } = readSeatMap(source)
  return {
    json: new TextEncoder().encode(seatMapJson(map)),
    seatCount: countSeats(map),
    areaCount: map.areas.length,
    totalCapacity: totalCapacity(map),
    currency: map.currency,
    prices: mapPrices(map),
    skipped,
    notes,
    columns,
  }
}
