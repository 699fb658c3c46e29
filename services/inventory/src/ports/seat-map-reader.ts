import type { Currency } from '@usher/kernel'
import type { CategoryPrices } from '../domain/formats/category-prices.ts'
import type { SeatMapColumns } from '../domain/formats/seat-fields.ts'
import type { SeatMapFormat } from '../domain/formats/read-seat-map.ts'
import type { SeatMapReading } from '../domain/formats/seat-map-reading.ts'

/** A file as an organizer sends it. */
export interface SeatMapFile {
  /** Null: found by the content. */
  readonly format: SeatMapFormat | null
  /** The reader's from then on: it may be handed to another thread, and is empty here then. */
  readonly content: Uint8Array
  readonly columns: SeatMapColumns
  readonly prices: CategoryPrices
  /** Null: the file says. */
  readonly currency: Currency | null
}

/** Reads seat map files, which takes up to seconds and hundreds of megabytes. */
export interface SeatMapReader {
  /**
   * What the file says. Fails with invalid / invalid_seat_map and its problems when anything in it
   * is wrong, and with unavailable when it could not be read to the end; then nothing is known of
   * it.
   */
  read(file: SeatMapFile): Promise<SeatMapReading>
}
