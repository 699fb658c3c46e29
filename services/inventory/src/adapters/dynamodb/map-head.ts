import type { Currency, EventId, SeatNumber } from '@usher/kernel'
import type { Item } from '@usher/stores/dynamodb/batch-reads'
import type { NewSeatMap, SeatMapHead } from '../../ports/seat-map-store.ts'
import { msOf, secondsOf } from '@usher/stores/dynamodb/seconds'

/** An item of `seat_maps`. Before the first map it holds `taken` or `touches` alone. */
export interface MapItem {
  readonly event_id: EventId
  readonly version?: number
  /** Somebody has reserved a seat of the event: the map stands for ever. */
  readonly taken?: boolean
  /** How often seats were blocked or freed before anything was taken. */
  readonly touches?: number
  readonly seat_count: number
  readonly area_count: number
  readonly total_capacity: number
  readonly currency: Currency
  readonly min_price: number | null
  readonly max_price: number | null
  readonly updated_at: number
  /** Where the text is, in `seat_map_chunks`. */
  readonly map_id: string
  readonly chunks: number
  /** Over so many values of `event_id` the seats are spread. */
  readonly partitions: number
  /** The most that any map of the event had: rows of then may be there. */
  readonly partitions_ever: number
  /** Seats that were changed under an earlier map and stay in the partition of then. */
  readonly pinned: Readonly<Record<string, number>>
  /** The version whose seats are all in `seats`. */
  readonly filled_version?: number
}

/** The part of an item that a new map brings. */
export type NewMapItem = Omit<
  Required<MapItem>,
  'event_id' | 'taken' | 'touches' | 'filled_version'
>

/** What the ledger must know of an event's map before it touches a seat. */
export interface MapHead {
  readonly version: number
  readonly frozen: boolean
  readonly touches: number
  readonly filled: boolean
  /** Undefined: no map yet. */
  readonly item: MapItem | undefined
}

export function mapHeadOf(found: Item | undefined): MapHead {
  const item = found as unknown as MapItem | undefined
  const version = item?.version ?? 0
  return {
    version,
    frozen: item?.taken === true,
    touches: item?.touches ?? 0,
    filled: item?.filled_version === version,
    item: version === 0 ? undefined : item,
  }
}

export function seatMapHeadOf(item: MapItem): SeatMapHead {
  const { min_price: minMinor, max_price: maxMinor } = item
  return {
    eventId: item.event_id,
    version: item.version ?? 0,
    seatCount: item.seat_count,
    areaCount: item.area_count,
    totalCapacity: item.total_capacity,
    currency: item.currency,
    prices: minMinor === null || maxMinor === null ? null : { minMinor, maxMinor },
    updatedAtMs: msOf(item.updated_at),
  }
}

export interface StoredText {
  readonly mapId: string
  readonly chunks: number
  readonly partitions: number
  readonly partitionsEver: number
  readonly pinned: ReadonlyMap<SeatNumber, number>
}

export function newMapItem(map: NewSeatMap, version: number, stored: StoredText): NewMapItem {
  return mapItemOf({ ...map, version }, stored)
}

export function mapItemOf(head: SeatMapHead, stored: StoredText): NewMapItem {
  return {
    version: head.version,
    seat_count: head.seatCount,
    area_count: head.areaCount,
    total_capacity: head.totalCapacity,
    currency: head.currency,
    min_price: head.prices?.minMinor ?? null,
    max_price: head.prices?.maxMinor ?? null,
    updated_at: secondsOf(head.updatedAtMs),
    map_id: stored.mapId,
    chunks: stored.chunks,
    partitions: stored.partitions,
    partitions_ever: stored.partitionsEver,
    pinned: Object.fromEntries(stored.pinned),
  }
}
