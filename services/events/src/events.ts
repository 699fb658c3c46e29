import type { Consumer } from '@usher/bus'
import type { AuthService, EventsService, InventoryService } from '@usher/contracts'
import type { Clock, Job } from '@usher/kernel'
import type { Client, Handlers } from '@usher/rpc'
import { type Logger, type Metrics, noMetrics, silentLogger } from '@usher/telemetry'
import { rpcAccounts } from './adapters/rpc/accounts.ts'
import { rpcSeatInventory } from './adapters/rpc/seat-inventory.ts'
import type { EventsConfig } from './config.ts'
import type { EventStore } from './ports/event-store.ts'
import type { OrganizerStore } from './ports/organizer-store.ts'
import type { ScannerStore } from './ports/scanner-store.ts'
import type { VenueStore } from './ports/venue-store.ts'
import { eventsHandlers } from './rpc.ts'
import { eventsTelemetry } from './telemetry.ts'
import { advanceStatuses } from './usecases/advance-statuses.ts'
import { PendingSales } from './usecases/configure-sale.ts'
import { CountsRefresher } from './usecases/refresh-counts.ts'

/** What a composition root passes. */
export interface EventsAdapters {
  readonly events: EventStore
  readonly venues: VenueStore
  readonly organizers: OrganizerStore
  readonly scanners: ScannerStore
  readonly inventory: Client<typeof InventoryService>
  readonly auth: Client<typeof AuthService>
  readonly clock: Clock
  readonly logger?: Logger
  readonly metrics?: Metrics
}

export interface EventsServer {
  readonly rpc: Handlers<typeof EventsService>
  readonly jobs: readonly Job[]
  readonly consumers: readonly Consumer[]
  /** True while events can be changed. */
  ready(): boolean
}

/** A sale opens this much late at most as others see it; reads are never late. */
const ADVANCE_EVERY_MS = 1000
const CONFIGURE_EVERY_MS = 1000

/** The events service over these adapters. Opens nothing, starts nothing. */
export function createEvents(adapters: EventsAdapters, config: EventsConfig): EventsServer {
  const { logger = silentLogger, metrics = noMetrics, inventory, auth, ...stores } = adapters
  const ports = {
    ...stores,
    inventory: rpcSeatInventory(inventory),
    accounts: rpcAccounts(auth),
    telemetry: eventsTelemetry(logger, metrics),
  }
  const pending = new PendingSales(ports)
  const refresher = new CountsRefresher(ports, config.refreshEventsMax)
  return {
    rpc: eventsHandlers(ports),
    jobs: [
      job('events.advance_statuses', ADVANCE_EVERY_MS, () => advanceStatuses(ports)),
      job('events.configure_sales', CONFIGURE_EVERY_MS, (stopping) => pending.configure(stopping)),
      job('events.refresh_counts', config.refreshEveryMs, (stopping) => refresher.run(stopping)),
    ],
    consumers: [],
    ready: () => stores.events.ready(),
  }
}

function job(name: string, everyMs: number, run: Job['run']): Job {
  return { name, everyMs, run }
}
