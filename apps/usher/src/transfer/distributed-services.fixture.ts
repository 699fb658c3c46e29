import { createAuth } from '@usher/auth'
import { argon2PasswordHasher } from '@usher/auth/adapters/argon2/password-hasher'
import { openMysqlAuthStores } from '@usher/auth/adapters/mysql/open-mysql-stores'
import { createBookingService } from '@usher/booking'
import { openDynamodbBookingStores } from '@usher/booking/adapters/dynamodb/open-booking-stores'
import { icalCalendarRenderer } from '@usher/booking/adapters/ical-generator/calendar-renderer'
import { nodeTicketSignatures } from '@usher/booking/adapters/node-crypto/ticket-signatures'
import {
  AuthService,
  BookingService,
  EventsService,
  InventoryService,
  PaymentService,
  TicketService,
} from '@usher/contracts'
import { createEvents } from '@usher/events'
import { openMysqlEventsStores } from '@usher/events/adapters/mysql/open-mysql-stores'
import { createInventory, inventoryTelemetry } from '@usher/inventory'
import * as seatStores from '@usher/inventory/adapters/dynamodb/open-inventory-stores'
import { systemRandom } from '@usher/kernel'
import { createPayment } from '@usher/payment'
import { openDynamodbPaymentStores } from '@usher/payment/adapters/dynamodb/open-payment-stores'
import { dynamodbSandboxLedger } from '@usher/payment/adapters/dynamodb/sandbox-ledger'
import { paymentProviders } from '@usher/payment/adapters/payment-providers'
import { localClient } from '@usher/rpc'
import { noMetrics, silentLogger } from '@usher/telemetry'
import type { ManualClock } from '@usher/testing'
import { directEquipment } from '../embedded/direct-equipment.ts'
import { readEmbeddedConfig } from '../embedded/settings.ts'
import type { DistributedStores } from './distributed-stores.ts'

/** The services over the distributed stores, in one process and without topics. */
export async function openDistributedServices(stores: DistributedStores, clock: ManualClock) {
  const config = readEmbeddedConfig({})
  const { dynamodb } = stores
  const observed = { logger: silentLogger, metrics: noMetrics }
  const needs = { clock, random: systemRandom, dynamodb, ...observed, ...directEquipment(clock) }
  const auth = await openAuth(stores, needs)
  const inventoryStores = seatStores.openDynamodbInventoryStores(needs)
  const telemetry = inventoryTelemetry(needs)
  const inventory = createInventory({ ...needs, ...inventoryStores, telemetry }, config.inventory)
  const payment = await openPayment(needs)
  const clients = {
    auth: localClient(AuthService, auth.rpc, clock),
    inventory: localClient(InventoryService, inventory.rpc, clock),
    payment: localClient(PaymentService, payment.rpc, clock),
  }
  const eventsNeeds = { ...needs, ready: () => true }
  const eventsStores = await openMysqlEventsStores(stores.events, eventsNeeds)
  const events = createEvents({ ...needs, ...clients, ...eventsStores }, config.events)
  const eventsClient = localClient(EventsService, events.rpc, clock)
  const booking = createBookingService(
    {
      ...needs,
      ...clients,
      ...openDynamodbBookingStores(needs),
      events: eventsClient,
      signatures: nodeTicketSignatures(),
      calendarRenderer: icalCalendarRenderer(),
    },
    config.booking,
  )
  return {
    ...clients,
    events: eventsClient,
    booking: localClient(BookingService, booking.rpc, clock),
    tickets: localClient(TicketService, booking.ticketRpc, clock),
  }
}

type Needs = Parameters<typeof openDynamodbPaymentStores>[0] &
  Parameters<typeof argon2PasswordHasher>[0] & {
    readonly logger: typeof silentLogger
    readonly metrics: typeof noMetrics
  }

async function openAuth({ auth }: DistributedStores, needs: Needs) {
  const config = readEmbeddedConfig({})
  const { hashConcurrency: concurrency, hashQueue: queue } = config.auth
  const passwords = argon2PasswordHasher(needs, { concurrency, queue })
  const stores = await openMysqlAuthStores(auth)
  const service = createAuth({ ...needs, ...stores, passwords }, config.auth)
  await service.ready()
  return service
}

async function openPayment(needs: Needs) {
  const config = readEmbeddedConfig({})
  const { providers } = await paymentProviders({
    ...config,
    ...needs,
    ledger: dynamodbSandboxLedger(needs),
    sender: { send: async () => undefined },
    publicUrl: () => 'http://localhost',
  })
  const { webhookKeepMs } = config.payment
  const stores = openDynamodbPaymentStores(needs, { webhookKeepMs })
  return createPayment({ ...needs, ...stores, providers }, config.payment)
}
