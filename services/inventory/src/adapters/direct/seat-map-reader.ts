import { readingOf, type SeatMapReading } from '../../domain/formats/seat-map-reading.ts'
import type { SeatMapFile, SeatMapReader } from '../../ports/seat-map-reader.ts'

/**
 * Reads in the caller's thread: always the same turns, for tests and simulations, and nobody else
 * waits there.
 */
export function directSeatMapReader(): SeatMapReader {
  return { read: async (file) => readFile(file) }
}

/** The reading itself, wherever it happens. */
export function readFile({ currency, ...file }: SeatMapFile): SeatMapReading {
  return readingOf({ ...file, ...(currency !== null && { currency }) })
}
