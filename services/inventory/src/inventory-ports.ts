import type { Clock, Random } from '@usher/kernel'
import type { LoadedEvents } from './loaded-events.ts'
import type { InventoryTelemetry } from './telemetry.ts'
import type { SaleStore } from './ports/sale-store.ts'
import type { SeatLedger } from './ports/seat-ledger.ts'
import type { SeatMemory } from './ports/seat-memory.ts'
import type { SeatMapReader } from './ports/seat-map-reader.ts'
import type { SeatMapStore } from './ports/seat-map-store.ts'

/** What the use cases work with. */
export interface InventoryPorts {
  readonly ledger: SeatLedger
  readonly memory: SeatMemory
  readonly seatMaps: SeatMapStore
  readonly seatMapReader: SeatMapReader
  readonly sales: SaleStore
  readonly clock: Clock
  readonly random: Random
  readonly events: LoadedEvents
  readonly telemetry: InventoryTelemetry
}
