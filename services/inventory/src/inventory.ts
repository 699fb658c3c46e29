import type { InventoryService } from '@usher/contracts'
import type { Clock, EventId, Job, Random, SeatNumber } from '@usher/kernel'
import type { Handlers } from '@usher/rpc'
import type { InventoryConfig } from './config.ts'
import { type FollowingOthers, followOthers } from './follow-others.ts'
import { LoadedEvents } from './loaded-events.ts'
import type { SaleStore } from './ports/sale-store.ts'
import type { SeatLedger } from './ports/seat-ledger.ts'
import { noSeatMemory, type SeatMemory } from './ports/seat-memory.ts'
import type { SeatMapReader } from './ports/seat-map-reader.ts'
import type { SeatMapStore } from './ports/seat-map-store.ts'
import { inventoryHandlers } from './rpc.ts'
import type { InventoryTelemetry } from './telemetry.ts'
import { expireReservations } from './usecases/expire-reservations.ts'
import { forgetOperations } from './usecases/forget-operations.ts'

/** What a composition root passes. */
export interface InventoryAdapters {
  readonly ledger: SeatLedger
  /** Of what the ledger has shown, where asking it costs something. */
  readonly memory?: SeatMemory
  readonly seatMaps: SeatMapStore
  readonly seatMapReader: SeatMapReader
  readonly sales: SaleStore
  readonly clock: Clock
  readonly random: Random
  readonly telemetry: InventoryTelemetry
}

export interface InventoryServer {
  readonly rpc: Handlers<typeof InventoryService>
  readonly jobs: readonly Job[]
  /** True while seats can be sold. */
  readonly ready: () => boolean
  /**
   * For who serves seat.status.changed from the journal; empty for a seat that the event does not
   * have.
   */
  readonly sectionOf: (eventId: EventId, seatNumber: SeatNumber) => Promise<string>
  /** For roots in which other processes have the same stores; the only one needs none of it. */
  readonly others: FollowingOthers
}

const FORGET_EVERY_MS = 60_000

/** The inventory service over these adapters. Opens nothing, starts nothing. */
export function createInventory(
  adapters: InventoryAdapters,
  config: InventoryConfig,
): InventoryServer {
  const { memory = noSeatMemory } = adapters
  const ports = { ...adapters, memory, events: new LoadedEvents(adapters) }
  const expire = async (stopping?: AbortSignal) => void (await expireReservations(ports, stopping))
  const forget = () => forgetOperations(ports, config.rememberOperationsMs)
  return {
    rpc: inventoryHandlers(ports),
    jobs: [
      { name: 'inventory.expire_reservations', everyMs: config.sweepEveryMs, run: expire },
      { name: 'inventory.forget_operations', everyMs: FORGET_EVERY_MS, run: forget },
    ],
    ready: () => adapters.ledger.ready(),
    others: followOthers(ports),
    async sectionOf(eventId, seatNumber) {
      const event = ports.events.now(eventId) ?? (await ports.events.open(eventId))
      const index = event.map?.layout.indexOf(seatNumber)
      return index === undefined ? '' : (event.map?.layout.seatAt(index).section ?? '')
    },
  }
}
