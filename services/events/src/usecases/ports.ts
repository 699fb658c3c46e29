import type { Clock } from '@usher/kernel'
import type { Accounts } from '../ports/accounts.ts'
import type { EventStore } from '../ports/event-store.ts'
import type { OrganizerStore } from '../ports/organizer-store.ts'
import type { ScannerStore } from '../ports/scanner-store.ts'
import type { SeatInventory } from '../ports/seat-inventory.ts'
import type { VenueStore } from '../ports/venue-store.ts'
import type { EventsTelemetry } from '../telemetry.ts'

/** Everything a use case may ask for. */
export interface EventsPorts {
  readonly events: EventStore
  readonly venues: VenueStore
  readonly organizers: OrganizerStore
  readonly scanners: ScannerStore
  readonly inventory: SeatInventory
  readonly accounts: Accounts
  readonly clock: Clock
  readonly telemetry: EventsTelemetry
}
