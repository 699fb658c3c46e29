import type { Currency, EventId } from '@usher/kernel'
import type { PriceRange } from '../domain/price-range.ts'
import type { Cause } from '../domain/seat-transaction.ts'

export interface SeatMapHead {
  readonly eventId: EventId
  /** One more with every map of the event; the first is 1. */
  readonly version: number
  readonly seatCount: number
  readonly areaCount: number
  /** Seats and area places together. */
  readonly totalCapacity: number
  readonly currency: Currency
  /** Null: the map was stored before this was kept. */
  readonly prices: PriceRange | null
  readonly updatedAtMs: number
}

export interface StoredSeatMap extends SeatMapHead {
  /** Our own JSON, as docs/seat-maps.md has it. */
  readonly text: string
}

export interface NewSeatMap extends Omit<SeatMapHead, 'version'> {
  /** The text in UTF-8. */
  readonly json: Uint8Array
  /** The present version must be this; 0 means no map; null means whatever. */
  readonly expectedVersion: number | null
  readonly cause: Cause
}

export type Replacement =
  | { readonly kind: 'replaced'; readonly head: SeatMapHead }
  | { readonly kind: 'stale'; readonly version: number }
  /** Somebody has reserved a seat of the event: its map stands. */
  | { readonly kind: 'taken' }

/** Keeps the seat map of each event. */
export interface SeatMapStore {
  get(eventId: EventId): Promise<StoredSeatMap | null>
  head(eventId: EventId): Promise<SeatMapHead | null>
  /**
   * Makes it the event's map and journals that. Never replaces a map of which a seat was ever
   * taken, whatever the ledger commits at the same time: a transaction made for another version
   * conflicts there.
   */
  replace(map: NewSeatMap): Promise<Replacement>
}
