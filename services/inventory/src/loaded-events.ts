import type { Clock, EventId, SeatNumber } from '@usher/kernel'
import { seatMapNotFound } from './domain/errors.ts'
import { readStoredSeatMap } from './domain/formats/stored-seat-map.ts'
import type { SaleRules } from './domain/sale-rules.ts'
import { layoutOf, type SeatLayout } from './domain/seat-layout.ts'
import { SeatView } from './domain/seat-view.ts'
import type { SaleStore } from './ports/sale-store.ts'
import type { SeatLedger } from './ports/seat-ledger.ts'
import type { SeatMapStore, StoredSeatMap } from './ports/seat-map-store.ts'
import type { InventoryTelemetry } from './telemetry.ts'
import { MovesUnderway } from './moves-underway.ts'
import { showPlaces, showSeat } from './seat-show.ts'

// An event is absent, loading, or loaded. It is loaded when somebody asks for it, and forgotten
// when its map is replaced or when others need the room. Whoever commits a change of an event has
// opened it first, and shows the change on the view in the same turn, so that no change falls
// between the reading of the ledger and the view's first use.

/** Seats of all loaded events together: about 50 bytes each, and the names. */
const SEATS_LOADED_MAX = 2_000_000
const PAGE = 10_000
/**
 * Keeps change numbers growing over restarts: no view changes more often than this in a
 * millisecond.
 */
const CHANGES_PER_MS = 1000

export interface LoadedMap {
  readonly version: number
  readonly updatedAtMs: number
  readonly layout: SeatLayout
  readonly view: SeatView
  /** Everything that was stored before then is shown. */
  readonly loadedAtMs: number
  readonly moves: MovesUnderway
  /** Seats that may be other than shown, e.g. of a commit that failed: did it apply? */
  readonly unsure: Set<SeatNumber>
}

export interface LoadedEvent {
  readonly eventId: EventId
  readonly map: LoadedMap | null
  sale: SaleRules | null
  /** Since somebody last set it to false: for who looks at what is asked for. */
  asked: boolean
}

export interface LoadedEventsNeeds {
  readonly ledger: SeatLedger
  readonly seatMaps: SeatMapStore
  readonly sales: SaleStore
  readonly clock: Clock
  readonly telemetry: InventoryTelemetry
}

/** Seat maps, views and sale rules in memory, for as many events as fit. */
export class LoadedEvents {
  readonly #needs: LoadedEventsNeeds
  readonly #loaded = new Map<EventId, LoadedEvent>()
  readonly #loading = new Map<EventId, Promise<LoadedEvent>>()
  #latest: EventId | undefined

  constructor(needs: LoadedEventsNeeds) {
    this.#needs = needs
  }

  /** The event if it is loaded; costs no turn. */
  now(eventId: EventId): LoadedEvent | undefined {
    const event = this.#loaded.get(eventId)
    if (!event) return undefined
    event.asked = true
    if (eventId !== this.#latest) {
      this.#loaded.delete(eventId)
      this.#loaded.set(eventId, event)
      this.#latest = eventId
    }
    return event
  }

  async open(eventId: EventId): Promise<LoadedEvent> {
    return this.now(eventId) ?? this.#loading.get(eventId) ?? this.#startLoading(eventId)
  }

  /**
   * The event if it is loaded or about to be; for changes that only loaded events need to hear of.
   */
  async opened(eventId: EventId): Promise<LoadedEvent | undefined> {
    return this.now(eventId) ?? this.#loading.get(eventId)
  }

  /** Every event that is loaded, for who keeps them up to date. */
  all(): readonly LoadedEvent[] {
    return [...this.#loaded.values()]
  }

  /** The next who asks reads the stores again. */
  forget(eventId: EventId): void {
    this.#loaded.delete(eventId)
    this.#loading.delete(eventId)
  }

  #startLoading(eventId: EventId): Promise<LoadedEvent> {
    const loading = this.#load(eventId).then(
      (event) => {
        if (this.#loading.get(eventId) === loading) this.#keep(event)
        return event
      },
      (error: unknown) => {
        if (this.#loading.get(eventId) === loading) this.#loading.delete(eventId)
        throw error
      },
    )
    this.#loading.set(eventId, loading)
    return loading
  }

  async #load(eventId: EventId): Promise<LoadedEvent> {
    const { clock, seatMaps, sales, telemetry } = this.#needs
    const startedMs = clock.monotonicMs()
    const stored = await seatMaps.get(eventId)
    const map = stored && (await this.#loadMap(stored))
    const seconds = (clock.monotonicMs() - startedMs) / 1000
    if (map) telemetry.seatMapLoaded({ eventId, seats: map.layout.seatCount, seconds })
    return { eventId, map, sale: await sales.get(eventId), asked: true }
  }

  async #loadMap(stored: StoredSeatMap): Promise<LoadedMap> {
    const { ledger, clock } = this.#needs
    const { eventId, version, updatedAtMs } = stored
    const layout = layoutOf(readStoredSeatMap(stored.text))
    const loadedAtMs = clock.nowMs()
    const view = new SeatView(layout, { firstChangeNumber: loadedAtMs * CHANGES_PER_MS })
    let after = null
    for (;;) {
      const page = await ledger.touchedSeats(eventId, { after, limit: PAGE })
      for (const { seatNumber, state } of page) showSeat(view, seatNumber, state.status)
      if (page.length < PAGE) break
      after = page.at(-1)?.seatNumber ?? null
    }
    showPlaces(view, await ledger.takenPlaces(eventId))
    const moves = new MovesUnderway()
    return { version, updatedAtMs, layout, view, loadedAtMs, moves, unsure: new Set() }
  }

  #keep(event: LoadedEvent): void {
    this.#loading.delete(event.eventId)
    // Else whoever asks for numbers that are no events would fill the memory.
    if (!isKnown(event)) return
    this.#loaded.set(event.eventId, event)
    this.#latest = event.eventId
    let seats = 0
    for (const { map } of this.#loaded.values()) seats += map?.layout.seatCount ?? 0
    for (const { eventId, map } of this.#loaded.values()) {
      if (seats <= SEATS_LOADED_MAX) return
      if (eventId === event.eventId) continue
      seats -= map?.layout.seatCount ?? 0
      this.#loaded.delete(eventId)
    }
  }
}

/** Whether anything is stored of the event: its map, or how it is sold. */
export function isKnown({ map, sale }: LoadedEvent): boolean {
  return map !== null || sale !== null
}

/** The map of a loaded event. Throws not_found / seat_map_not_found. */
export function requireMap({ eventId, map }: LoadedEvent): LoadedMap {
  if (!map) throw seatMapNotFound(eventId)
  return map
}
