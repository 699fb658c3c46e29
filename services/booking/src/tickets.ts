import { type Consumer, topics } from '@usher/bus'
import { type Event, EventStatus, type TicketService } from '@usher/contracts'
import type { Clock, EventId, Random } from '@usher/kernel'
import type { Handlers } from '@usher/rpc'
import type { Logger, Metrics } from '@usher/telemetry'
import { type EventsClient, rpcEventCatalog } from './adapters/rpc/event-catalog.ts'
import type { BookingLimits } from './config.ts'
import type { BookingStore } from './ports/booking-store.ts'
import type { CalendarRenderer } from './ports/calendar-renderer.ts'
import type { CheckInStore } from './ports/check-in-store.ts'
import type { KnownEvent, KnownEvents } from './ports/known-events.ts'
import type { TicketKeyStore } from './ports/ticket-key-store.ts'
import type { TicketRenderer } from './ports/ticket-renderer.ts'
import type { TicketSignatures } from './ports/ticket-signatures.ts'
import type { TicketStore } from './ports/ticket-store.ts'
import { ticketHandlers } from './ticket-rpc.ts'
import { ticketTelemetry } from './ticket-telemetry.ts'
import { TicketKeys } from './usecases/ticket-keys.ts'

/** What tickets and doors need besides what a sale needs. */
export interface TicketServicePorts {
  readonly tickets: TicketStore
  readonly ticketKeys: TicketKeyStore
  readonly checkIns: CheckInStore
  readonly knownEvents: KnownEvents
  readonly signatures: TicketSignatures
  readonly ticketRenderer: TicketRenderer
  readonly calendarRenderer: CalendarRenderer
  /** Asked for PDFs and calendars only, never at a door. */
  readonly events: EventsClient
}

interface SalePorts {
  readonly bookings: BookingStore
  readonly clock: Clock
  readonly random: Random
  readonly metrics: Metrics
  readonly logger: Logger
}

export interface TicketApplication {
  readonly rpc: Handlers<typeof TicketService>
  readonly consumers: readonly Consumer[]
}

/** Wires tickets and check-in; opens nothing, starts nothing. */
export function createTickets(
  given: TicketServicePorts & SalePorts,
  limits: BookingLimits,
): TicketApplication {
  const { metrics, logger, events, knownEvents } = given
  const keys = new TicketKeys(given)
  const telemetry = ticketTelemetry(metrics, logger)
  const rpc = ticketHandlers({ ...given, keys, telemetry, limits, events: rpcEventCatalog(events) })
  return { rpc, consumers: learners(knownEvents) }
}

/** Doors know the hours of their event beforehand, so that they ask nobody when it counts. */
function learners(knownEvents: KnownEvents): Consumer[] {
  const group = 'booking_known_events'
  const handle = async ({ event }: { readonly event?: Event | undefined }) => {
    if (event) await knownEvents.learn(knownEvent(event))
  }
  const created: Consumer<typeof topics.eventCreated> = {
    topic: topics.eventCreated,
    group,
    handle,
  }
  const updated: Consumer<typeof topics.eventUpdated> = {
    topic: topics.eventUpdated,
    group,
    handle,
  }
  return [created, updated]
}

function knownEvent({ eventId, status, version, details }: Event): KnownEvent {
  return {
    eventId: eventId as EventId,
    cancelled: status === EventStatus.CANCELLED,
    startsAtMs: Number(details?.eventDateMs ?? 0n),
    endsAtMs: Number(details?.endDateMs ?? 0n),
    version,
  }
}
