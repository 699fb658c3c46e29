import type { ServiceClients } from '@usher/api-gateway'
import { type Auth, createAuth } from '@usher/auth'
import { argon2PasswordHasher } from '@usher/auth/adapters/argon2/password-hasher'
import { tablesApiKeyStore } from '@usher/auth/adapters/tables/api-key-store'
import { tablesSessionStore } from '@usher/auth/adapters/tables/session-store'
import { tablesSigningKeyStore } from '@usher/auth/adapters/tables/signing-key-store'
import { tablesUserStore } from '@usher/auth/adapters/tables/user-store'
import { createBookingService } from '@usher/booking'
import { icalCalendarRenderer } from '@usher/booking/adapters/ical-generator/calendar-renderer'
import { nodeTicketSignatures } from '@usher/booking/adapters/node-crypto/ticket-signatures'
import { tablesBookingStore } from '@usher/booking/adapters/tables/booking-store'
import { tablesTicketStores } from '@usher/booking/adapters/tables/ticket-stores'
import type { Consumer, LogReader, LogSource } from '@usher/bus'
import {
  AuthService,
  BookingService,
  EventsService,
  InventoryService,
  NotificationService,
  PaymentService,
  SearchService,
  TicketService,
} from '@usher/contracts'
import { createEvents } from '@usher/events'
import { tablesEventStore } from '@usher/events/adapters/tables/event-store'
import { tablesOrganizerStore } from '@usher/events/adapters/tables/organizer-store'
import { tablesScannerStore } from '@usher/events/adapters/tables/scanner-store'
import { tablesVenueStore } from '@usher/events/adapters/tables/venue-store'
import { createInventory, inventoryTelemetry } from '@usher/inventory'
import { openInventoryStores } from '@usher/inventory/adapters/tables/open-inventory-stores'
import { type SectionOf, tablesSeatChanges } from '@usher/inventory/adapters/tables/seat-changes'
import type { Job } from '@usher/kernel'
import { createNotification } from '@usher/notification'
import { tablesNotificationStore } from '@usher/notification/adapters/tables/notification-store'
import { createPayment, type PaymentProvider } from '@usher/payment'
import { paymentProviders } from '@usher/payment/adapters/payment-providers'
import type { Sandbox } from '@usher/payment/adapters/sandbox/sandbox'
import { tablesSandboxLedger } from '@usher/payment/adapters/sandbox/tables-sandbox-ledger'
import type { WebhookSender } from '@usher/payment/adapters/sandbox/webhook-sender'
import { tablesPaymentStore } from '@usher/payment/adapters/tables/payment-store'
import { tablesWebhookInbox } from '@usher/payment/adapters/tables/webhook-inbox'
import { localClient } from '@usher/rpc'
import { createSearch } from '@usher/search'
import type { EmbeddedNeeds } from './embedded-options.ts'
import type { PublicAddress } from './public-address.ts'

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
  /** Lets go of what is not the tables'. */
  close(): Promise<void>
}

/** What joins the services to the process: its address, and the bank's and the bus' way to it. */
export interface Joints {
  readonly address: PublicAddress
  readonly deliver: WebhookSender['send']
  readonly log: LogReader
}

/** Makes every service over the tables and joins them by clients that are function calls. */
export async function openServices(needs: EmbeddedNeeds, joints: Joints): Promise<Services> {
  const { clock } = needs
  const auth = openAuth(needs)
  const inventory = await openInventory(needs)
  const payment = await openPayment(needs, joints.address, { send: joints.deliver })
  const authClient = localClient(AuthService, auth.rpc, clock)
  const inventoryClient = localClient(InventoryService, inventory.rpc, clock)
  const paymentClient = localClient(PaymentService, payment.rpc, clock)
  const events = openEvents(needs, { auth: authClient, inventory: inventoryClient })
  const eventsClient = localClient(EventsService, events.rpc, clock)
  const sale = { inventory: inventoryClient, payment: paymentClient, events: eventsClient }
  const booking = openBooking(needs, sale)
  const selling = {
    ...sale,
    auth: authClient,
    booking: localClient(BookingService, booking.rpc, clock),
    tickets: localClient(TicketService, booking.ticketRpc, clock),
  }
  const notification = openNotification(needs, selling, joints.address)
  const search = createSearch(
    { ...needs, index: needs.searchIndex, log: joints.log },
    needs.config.search,
  )
  await auth.ready()
  const all = [inventory, payment, events, booking, notification, search]
  return {
    auth,
    sandbox: payment.sandbox,
    seatChanges: inventory.seatChanges,
    clients: {
      ...selling,
      notification: localClient(NotificationService, notification.rpc, clock),
      search: localClient(SearchService, search.rpc, clock),
    },
    jobs: [auth, ...all].flatMap(({ jobs }) => jobs),
    consumers: [events, booking, notification, search].flatMap(({ consumers }) => consumers),
    ready: () => all.every((service) => service.ready()),
    async close() {
      await search.close()
      await needs.mailer.close()
    },
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
  const { tables, clock, random, config, decorators } = needs
  const { providers, sandbox } = await paymentProviders({
    ...config,
    ledger: tablesSandboxLedger(tables),
    sender,
    publicUrl: () => address.url,
    clock,
    random,
  })
  const decorate = ([name, provider]: readonly [string, PaymentProvider]) =>
    [name, decorators?.provider?.(provider) ?? provider] as const
  const payment = createPayment(
    {
      payments: tablesPaymentStore(tables),
      inbox: tablesWebhookInbox(tables),
      providers: new Map([...providers].map(decorate)),
      ...(sandbox && { challenges: sandbox }),
      clock,
      random,
    },
    config.payment,
  )
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
      scanners: tablesScannerStore(tables),
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
  clients: Pick<ServiceClients, 'inventory' | 'payment' | 'events'>,
) {
  const { tables, topicLog, config } = needs
  return createBookingService(
    {
      ...needs,
      ...clients,
      ...tablesTicketStores(tables),
      bookings: tablesBookingStore(tables, topicLog),
      signatures: nodeTicketSignatures(),
      calendarRenderer: icalCalendarRenderer(),
    },
    config.booking,
  )
}

function openNotification(
  needs: EmbeddedNeeds,
  clients: Pick<ServiceClients, 'auth' | 'events' | 'booking' | 'tickets' | 'inventory'>,
  address: PublicAddress,
) {
  const notifications = tablesNotificationStore(needs.tables)
  const publicUrl = () => address.url
  return createNotification(
    { ...needs, ...clients, notifications, publicUrl },
    needs.config.notification,
  )
}
