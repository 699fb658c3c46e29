import { DomainError, type EventId, type SeatNumber } from '@usher/kernel'
import { getItem } from '@usher/stores/dynamodb/item-access'
import { spreadKey } from '@usher/stores/dynamodb/spread-keys'
import { readStoredSeatMap } from '../../domain/formats/stored-seat-map.ts'
import type { SeatMap } from '../../domain/seat-map.ts'
import { placeSeats, type SeatPlacement } from '../../domain/seat-placement.ts'
import { type MapHead, mapHeadOf, type MapItem } from './map-head.ts'
import { readMapText } from './map-text.ts'
import type { StoreNeeds } from '@usher/stores/dynamodb/store-needs'
import { seatMapsTable } from './table-descriptions.ts'

// An event is unknown, known, or known and frozen. It is frozen with the first seat that is taken;
// from then on its map, and so where each of its seats lies, never changes, and what is known of it
// is true for ever. What is known of others may be old: transactions prove it with a condition, and
// whoever reads for a reservation, which is the proof that a seat was taken, reads anew.

/** Events known at once; the least recently used are read again when they are asked for. */
const EVENTS_MAX = 10_000
/** Seats of spread events known at once: about 100 bytes each. */
const SEATS_MAX = 2_000_000
/** How often a map is read again that was replaced while it was read. */
const READS_MAX = 5

/** An event's map version, and the hash key of each of its seats. */
export interface PlacedEvent {
  readonly version: number
  readonly frozen: boolean
  /** Of all its partitions. */
  readonly keys: readonly number[]
  keyOf(seatNumber: SeatNumber): number
}

interface KnownEvent extends PlacedEvent {
  readonly placement: SeatPlacement
}

export class PlacedEvents {
  readonly #needs: StoreNeeds
  readonly #known = new Map<EventId, KnownEvent>()

  constructor(needs: StoreNeeds) {
    this.#needs = needs
  }

  /** As it was when it was last read. */
  async placed(eventId: EventId): Promise<PlacedEvent> {
    const known = this.#known.get(eventId)
    if (!known) return this.refresh(eventId)
    this.#known.delete(eventId)
    this.#known.set(eventId, known)
    return known
  }

  /** For who knows that a seat of it was taken: what is answered is true for ever. */
  async placedForEver(eventId: EventId): Promise<PlacedEvent> {
    const known = this.#known.get(eventId)
    return known?.frozen ? known : this.refresh(eventId)
  }

  /** The event as the store has it now. */
  async refresh(eventId: EventId): Promise<PlacedEvent> {
    for (let attempt = 1; attempt <= READS_MAX; attempt++) {
      const head = await this.head(eventId)
      const placement = await this.#placementOf(eventId, head)
      if (placement) return this.#keep(eventId, head, placement)
    }
    const message = 'the seat map is being replaced again and again'
    throw new DomainError('unavailable', 'seat_map_unavailable', message, { event_id: eventId })
  }

  /** What the store has, read now. */
  async head(eventId: EventId): Promise<MapHead> {
    const table = this.#needs.dynamodb.table(seatMapsTable.name)
    return mapHeadOf(await getItem(this.#needs, table, { event_id: eventId }))
  }

  /** A seat was taken under this version. */
  frozen(eventId: EventId, version: number): void {
    const known = this.#known.get(eventId)
    if (known?.version === version) this.#known.set(eventId, { ...known, frozen: true })
    else this.#known.delete(eventId)
  }

  forget(eventId: EventId): void {
    this.#known.delete(eventId)
  }

  /** Undefined: the map was replaced meanwhile. */
  async #placementOf(eventId: EventId, { version, item }: MapHead) {
    if (!item) return new Map<SeatNumber, number>()
    if (item.partitions === 1) return pinnedSeats(item)
    const known = this.#known.get(eventId)
    if (known?.version === version) return known.placement
    const text = await readMapText(this.#needs, { mapId: item.map_id, chunks: item.chunks })
    return text === undefined ? undefined : placementOf(readStoredSeatMap(text), item)
  }

  #keep(eventId: EventId, { version, frozen, item }: MapHead, placement: SeatPlacement) {
    const partitions = Array.from({ length: item?.partitions_ever ?? 1 }, (_, at) => at)
    const event: KnownEvent = {
      version,
      frozen,
      placement,
      keys: partitions.map((partition) => spreadKey(eventId, partition)),
      keyOf: (seatNumber) => spreadKey(eventId, placement.get(seatNumber) ?? 0),
    }
    this.#known.delete(eventId)
    this.#known.set(eventId, event)
    this.#makeRoom(eventId)
    return event
  }

  #makeRoom(keep: EventId): void {
    let seats = 0
    for (const { placement } of this.#known.values()) seats += placement.size
    for (const [eventId, { placement }] of this.#known) {
      if (seats <= SEATS_MAX && this.#known.size <= EVENTS_MAX) return
      if (eventId === keep) continue
      seats -= placement.size
      this.#known.delete(eventId)
    }
  }
}

export function placementOf(
  map: SeatMap,
  item: Pick<MapItem, 'partitions' | 'pinned'>,
): SeatPlacement {
  return placeSeats(map, { partitions: item.partitions, pinned: pinnedSeats(item) })
}

function pinnedSeats({ pinned }: Pick<MapItem, 'pinned'>): SeatPlacement {
  return new Map(Object.entries(pinned).map(([seat, at]) => [seat as SeatNumber, at]))
}
