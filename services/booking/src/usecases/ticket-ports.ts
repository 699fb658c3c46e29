import type { Clock, Random } from '@usher/kernel'
import type { BookingLimits } from '../config.ts'
import type { BookingStore } from '../ports/booking-store.ts'
import type { CalendarRenderer } from '../ports/calendar-renderer.ts'
import type { CheckInStore } from '../ports/check-in-store.ts'
import type { EventCatalog } from '../ports/event-catalog.ts'
import type { KnownEvents } from '../ports/known-events.ts'
import type { TicketRenderer } from '../ports/ticket-renderer.ts'
import type { TicketSignatures } from '../ports/ticket-signatures.ts'
import type { TicketStore } from '../ports/ticket-store.ts'
import type { TicketTelemetry } from '../ticket-telemetry.ts'
import type { TicketKeys } from './ticket-keys.ts'

/** What tickets and doors need. */
export interface TicketPorts {
  readonly bookings: BookingStore
  readonly tickets: TicketStore
  readonly checkIns: CheckInStore
  readonly keys: TicketKeys
  readonly signatures: TicketSignatures
  readonly knownEvents: KnownEvents
  readonly events: EventCatalog
  readonly ticketRenderer: TicketRenderer
  readonly calendarRenderer: CalendarRenderer
  readonly clock: Clock
  readonly random: Random
  readonly telemetry: TicketTelemetry
  readonly limits: BookingLimits
}
