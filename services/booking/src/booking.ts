import { type Consumer, topics } from '@usher/bus'
import { type BookingService, EventStatus, type TicketService } from '@usher/contracts'
import type { Clock, EventId, Job, Random } from '@usher/kernel'
import type { Handlers } from '@usher/rpc'
import { type Logger, type Metrics, noMetrics, silentLogger } from '@usher/telemetry'
import { type InventoryClient, rpcInventory } from './adapters/rpc/inventory.ts'
import { type PaymentClient, rpcPayments } from './adapters/rpc/payments.ts'
import { type BookingLimits, defaultLimits } from './config.ts'
import type { BookingStore } from './ports/booking-store.ts'
import { bookingHandlers } from './rpc.ts'
import { bookingTelemetry } from './telemetry.ts'
import { createTickets, type TicketServicePorts } from './tickets.ts'
import { BookingRuns } from './usecases/booking-runs.ts'
import { cancelEvent } from './usecases/cancel-event.ts'
import type { BookingPorts } from './usecases/ports.ts'
import { recoverBookings } from './usecases/recover-bookings.ts'

export interface BookingServicePorts extends TicketServicePorts {
  readonly bookings: BookingStore
  readonly inventory: InventoryClient
  readonly payment: PaymentClient
  readonly clock: Clock
  readonly random: Random
  readonly metrics?: Metrics
  readonly logger?: Logger
}

export interface BookingApplication {
  readonly rpc: Handlers<typeof BookingService>
  readonly ticketRpc: Handlers<typeof TicketService>
  readonly jobs: readonly Job[]
  readonly consumers: readonly Consumer[]
  /**
   * True when it can sell: it depends on nothing of its own but the store, whose readiness the root
   * knows.
   */
  ready(): boolean
}

/** Wires the booking service; opens nothing, starts nothing. */
export function createBookingService(
  given: BookingServicePorts,
  limits: BookingLimits = defaultLimits,
): BookingApplication {
  const { bookings, clock, random, metrics = noMetrics, logger = silentLogger } = given
  const ports: BookingPorts = {
    bookings,
    inventory: rpcInventory(given.inventory),
    payments: rpcPayments(given.payment),
    clock,
    random,
    runs: new BookingRuns(clock, limits.attemptMs),
    telemetry: bookingTelemetry(metrics, logger),
    limits,
  }
  const tickets = createTickets({ ...given, metrics, logger }, limits)
  return {
    rpc: bookingHandlers(ports),
    ticketRpc: tickets.rpc,
    jobs: [recovery(ports)],
    consumers: [eventCancellations(ports), ...tickets.consumers],
    ready: () => true,
  }
}

function recovery(ports: BookingPorts): Job {
  const everyMs = ports.limits.recoverEveryMs
  return { name: 'recover_bookings', everyMs, run: (stopping) => recoverBookings(ports, stopping) }
}

function eventCancellations(ports: BookingPorts): Consumer<typeof topics.eventUpdated> {
  return {
    topic: topics.eventUpdated,
    group: 'booking_event_cancellations',
    async handle({ event }) {
      if (event?.status !== EventStatus.CANCELLED) return
      await cancelEvent(ports, event.eventId as EventId)
    },
  }
}
