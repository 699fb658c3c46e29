import assert from 'node:assert/strict'
import { directEquipment } from '@usher/app/embedded/direct-equipment'
import { readEmbeddedConfig } from '@usher/app/embedded/settings'
import {
  type BookingApplication,
  type BookingServicePorts,
  createBookingService,
} from '@usher/booking'
import { openDynamodbBookingStores } from '@usher/booking/adapters/dynamodb/open-booking-stores'
import { bookingTables } from '@usher/booking/adapters/dynamodb/table-descriptions'
import { icalCalendarRenderer } from '@usher/booking/adapters/ical-generator/calendar-renderer'
import { nodeTicketSignatures } from '@usher/booking/adapters/node-crypto/ticket-signatures'
import { BookingService, BookingStatus, InventoryService, PaymentService } from '@usher/contracts'
import { createInventory, inventoryTelemetry } from '@usher/inventory'
import * as seatStores from '@usher/inventory/adapters/dynamodb/open-inventory-stores'
import { inventoryTables } from '@usher/inventory/adapters/dynamodb/table-descriptions'
import { rememberedLedger } from '@usher/inventory/adapters/memory/seat-memory'
import { systemClock, systemRandom } from '@usher/kernel'
import { createPayment } from '@usher/payment'
import { openDynamodbPaymentStores } from '@usher/payment/adapters/dynamodb/open-payment-stores'
import { dynamodbSandboxLedger } from '@usher/payment/adapters/dynamodb/sandbox-ledger'
import { paymentTables, sandboxTables } from '@usher/payment/adapters/dynamodb/table-descriptions'
import { paymentProviders } from '@usher/payment/adapters/payment-providers'
import { localClient } from '@usher/rpc'
import type { Dynamodb } from '@usher/stores/dynamodb/open-dynamodb'
import type { StoreNeeds } from '@usher/stores/dynamodb/store-needs'
import { type Metrics, noMetrics, silentLogger } from '@usher/telemetry'

/** The tables of a small shop. */
export const shopTables = [
  ...new Set([...inventoryTables, ...bookingTables, ...paymentTables, ...sandboxTables]),
]
export const eventId = 1
export const userId = 'user_a'
const SALE_MS = 60_000
const config = readEmbeddedConfig({})

/** What sells seats, over DynamoDB, in one process. */
export interface SmallShop {
  /** Sells the seat; answers the id of its booking. */
  readonly sell: (seat: string) => Promise<string>
  /** One more process of booking over the same tables. */
  readonly openBooking: () => BookingApplication
}

/** A shop that sells the seats A1 and A2 of a small hall. */
export async function openSmallShop(dynamodb: Dynamodb): Promise<SmallShop> {
  const observed = { logger: silentLogger, metrics: noMetrics }
  const clock = systemClock
  const needs = { dynamodb, clock, random: systemRandom, ...observed, ...directEquipment(clock) }
  const inventory = openInventory(needs)
  const payment = await openPayment(needs)
  const another = () => openBooking(needs, { inventory, payment })
  const booking = localClient(BookingService, another().rpc)
  await putOnSale(inventory)
  return {
    openBooking: another,
    async sell(seat) {
      const made = await inventory.reserveSeats({ userId, eventId, seats: [seat] })
      const reservationId = made.reservation?.reservationId ?? ''
      const card = { provider: 'sandbox', paymentToken: 'tok_success' }
      const sold = await booking.createBooking({ userId, ...card, reservationId })
      assert.equal(sold.booking?.status, BookingStatus.CONFIRMED)
      return sold.booking.bookingId
    },
  }
}

type Needs = StoreNeeds & ReturnType<typeof directEquipment> & Observed

interface Observed {
  readonly logger: typeof silentLogger
  readonly metrics: Metrics
}

function openInventory(needs: Needs) {
  const stores = seatStores.openDynamodbInventoryStores(needs)
  const seats = { ...stores, ...rememberedLedger(stores.ledger) }
  const telemetry = inventoryTelemetry(needs)
  const server = createInventory({ ...needs, ...seats, telemetry }, config.inventory)
  return localClient(InventoryService, server.rpc)
}

async function openPayment(needs: Needs) {
  const sender = { send: async () => undefined }
  const publicUrl = () => 'http://localhost'
  const books = { ledger: dynamodbSandboxLedger(needs), sender, publicUrl }
  const { providers } = await paymentProviders({ ...config, ...needs, ...books })
  const stores = openDynamodbPaymentStores(needs, config.payment)
  const server = createPayment({ ...needs, ...stores, providers }, config.payment)
  return localClient(PaymentService, server.rpc)
}

function openBooking(needs: Needs, clients: Pick<BookingServicePorts, 'inventory' | 'payment'>) {
  const events = { getEvent: () => Promise.reject(new TypeError('nobody should ask for this')) }
  const tickets = { signatures: nodeTicketSignatures(), calendarRenderer: icalCalendarRenderer() }
  const stores = openDynamodbBookingStores(needs)
  const all = { ...needs, ...stores, ...clients, ...tickets, events }
  // Nothing takes up here what a busy machine did not finish in time.
  return createBookingService(all, { ...config.booking, attemptMs: SALE_MS })
}

async function putOnSale(inventory: ReturnType<typeof openInventory>): Promise<void> {
  const content = new TextEncoder().encode('section,row,seat,price\nStalls,A,1,50\nStalls,A,2,50\n')
  const file = { eventId, content, currency: 'EUR', userId: 'user_o' }
  await inventory.putSeatMap(file)
  const nowMs = systemClock.nowMs()
  const rules = {
    eventId,
    currency: 'EUR',
    saleStartTimeMs: BigInt(nowMs - 1000),
    saleEndTimeMs: BigInt(nowMs + 3_600_000),
    reservationMinutes: 10,
    orphanRule: 'off',
    open: true,
    eventVersion: 1,
  }
  await inventory.configureSale({ rules })
}
