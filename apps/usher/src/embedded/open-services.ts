import type { ServiceClients } from '@usher/api-gateway'
import { type Auth, createAuth } from '@usher/auth'
import { argon2PasswordHasher } from '@usher/auth/adapters/argon2/password-hasher'
import { tablesApiKeyStore } from '@usher/auth/adapters/tables/api-key-store'
import { tablesSessionStore } from '@usher/auth/adapters/tables/session-store'
import { tablesSigningKeyStore } from '@usher/auth/adapters/tables/signing-key-store'
import { tablesUserStore } from '@usher/auth/adapters/tables/user-store'
import { createBookingService } from '@usher/booking'
import { tablesBookingStore } from '@usher/booking/adapters/tables/booking-store'
import type { Consumer, LogSource } from '@usher/bus'
import {
  AuthService,
  BookingService,
  EventsService,
  InventoryService,
  PaymentService,
} from '@usher/contracts'
import { createEvents } from '@usher/events'
import { tablesEventStore } from '@usher/events/adapters/tables/event-store'
import { tablesOrganizerStore } from '@usher/events/adapters/tables/organizer-store'
import { tablesVenueStore } from '@usher/events/adapters/tables/venue-store'
import { createInventory, inventoryTelemetry } from '@usher/inventory'
import { openInventoryStores } from '@usher/inventory/adapters/tables/open-inventory-stores'
import { type SectionOf, tablesSeatChanges } from '@usher/inventory/adapters/tables/seat-changes'
import type { Job } from '@usher/kernel'
import { createPayment } from '@usher/payment'
import type { Sandbox } from '@usher/payment/adapters/sandbox/sandbox'
import type { WebhookSender } from '@usher/payment/adapters/sandbox/webhook-sender'
import { tablesPaymentStore } from '@usher/payment/adapters/tables/payment-store'
import { tablesWebhookInbox } from '@usher/payment/adapters/tables/webhook-inbox'
import { localClient } from '@usher/rpc'
import type { EmbeddedNeeds, PublicAddress } from './compose-embedded.ts'
import { paymentProviders } from './payment-providers.ts'

/** Every service behind the gateway. */
export interface Services {
  readonly clients: ServiceClients
  readonly auth: Auth
  readonly sandbox: Sandbox | undefined
  /** Serves the topic seat.status.changed. */
  readonly seatChanges: LogSource
  readonly jobs: readonly Job[]
  readonly consumers: readonly Consumer[]
  ready(): boolean
}

/** Makes every service over the tables and joins them by clients that are function calls. */
export async function openServices(
  needs: EmbeddedNeeds,
  address: PublicAddress,
  deliver: WebhookSender['send'],
): Promise<Services> {
  const { clock } = needs
  const auth = openAuth(needs)
  const inventory = await openInventory(needs)
  const payment = await openPayment(needs, address, { send: deliver })
  const behind = {
    auth: localClient(AuthService, auth.rpc, clock),
    inventory: localClient(InventoryService, inventory.rpc, clock),
    payment: localClient(PaymentService, payment.rpc, clock),
  }
  const events = openEvents(needs, behind)
  const booking = openBooking(needs, behind)
  await auth.ready()
  const all = [inventory, payment, events, booking]
  return {
    auth,
    sandbox: payment.sandbox,
    seatChanges: inventory.seatChanges,
    clients: {
      ...behind,
      events: localClient(EventsService, events.rpc, clock),
      booking: localClient(BookingService, booking.rpc, clock),
    },
    jobs: [auth, ...all].flatMap(({ jobs }) => jobs),
    consumers: [...events.consumers, ...booking.consumers],
    ready: () => all.every((service) => service.ready()),
  }
}

function openAuth({ config, ...needs }: EmbeddedNeeds): Auth {
  const { tables } = needs
  const limits = { concurrency: config.auth.hashConcurrency, queue: config.auth.hashQueue }
  return createAuth(
    {
      ...needs,
      users: tablesUserStore(tables),
      sessions: tablesSessionStore(tables),
      apiKeys: tablesApiKeyStore(tables),
      signingKeys: tablesSigningKeyStore(tables),
      passwords: argon2PasswordHasher(needs, limits),
    },
    config.auth,
  )
}

async function openInventory(needs: EmbeddedNeeds) {
  const { tables, clock, random, config, decorators, seatMapReader } = needs
  const { journal, ...stores } = await openInventoryStores(needs)
  const ledger = decorators?.ledger?.(stores.ledger) ?? stores.ledger
  const telemetry = inventoryTelemetry(needs)
  const inventory = createInventory(
    { ...stores, ledger, seatMapReader, clock, random, telemetry },
    config.inventory,
  )
  const sectionOf: SectionOf = (eventId, seat) => inventory.sectionOf(eventId, seat)
  return { ...inventory, seatChanges: tablesSeatChanges({ tables, journal, sectionOf }) }
}

async function openPayment(needs: EmbeddedNeeds, address: PublicAddress, sender: WebhookSender) {
  const { tables, clock, random, config } = needs
  const publicUrl = () => address.url
  const { providers, sandbox } = await paymentProviders({ ...needs, sender, publicUrl })
  const payments = tablesPaymentStore(tables)
  const inbox = tablesWebhookInbox(tables)
  const payment = createPayment({ payments, inbox, providers, clock, random }, config.payment)
  return { ...payment, sandbox, jobs: [...payment.jobs, ...(sandbox?.jobs ?? [])] }
}

function openEvents(
  needs: EmbeddedNeeds,
  { auth, inventory }: Pick<ServiceClients, 'auth' | 'inventory'>,
) {
  const { tables, clock, logger, metrics, config } = needs
  return createEvents(
    {
      events: tablesEventStore(needs),
      venues: tablesVenueStore(tables),
      organizers: tablesOrganizerStore(tables),
      auth,
      inventory,
      clock,
      logger,
      metrics,
    },
    config.events,
  )
}

function openBooking(
  needs: EmbeddedNeeds,
  { inventory, payment }: Pick<ServiceClients, 'inventory' | 'payment'>,
) {
  const { tables, topicLog, config } = needs
  const bookings = tablesBookingStore(tables, topicLog)
  return createBookingService({ ...needs, bookings, inventory, payment }, config.booking)
}
