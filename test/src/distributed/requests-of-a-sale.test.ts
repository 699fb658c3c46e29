import assert from 'node:assert/strict'
import { test } from 'node:test'
import { directEquipment } from '@usher/app/embedded/direct-equipment'
import { readEmbeddedConfig } from '@usher/app/embedded/settings'
import { type BookingServicePorts, createBookingService } from '@usher/booking'
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
import { type Dynamodb, openDynamodb } from '@usher/stores/dynamodb/open-dynamodb'
import type { StoreNeeds } from '@usher/stores/dynamodb/store-needs'
import { type Metrics, noMetrics, silentLogger } from '@usher/telemetry'
import { realServer } from '@usher/testing'

// What a sale costs is counted in requests to DynamoDB: each costs CPU, time and money, whatever
// the machine. One process of each service, the gateway's two left out.

const server = realServer('USHER_DYNAMODB_ENDPOINT')
const eventId = 1
const config = readEmbeddedConfig({})

interface Requests {
  read: number
  write: number
}

test('a sale of a seat reads once and writes ten times', server.options, async (t) => {
  const requests = { read: 0, write: 0 }
  const dynamodb = await openDynamodb(
    {
      endpoint: server.address,
      region: 'us-east-1',
      tablePrefix: `sale-${process.pid}-`,
      createTables: 'yes',
    },
    [...new Set([...inventoryTables, ...bookingTables, ...paymentTables, ...sandboxTables])],
    counting(requests),
  )
  t.after(() => dynamodb.close())
  const sell = await shop(dynamodb)
  await sell('A1')
  Object.assign(requests, { read: 0, write: 0 })
  await sell('A2')
  assert.deepEqual(requests, { read: 1, write: 10 })
})

function counting(requests: Requests): Metrics {
  const observe = (_: number, labels?: object) => {
    if (labels && 'access' in labels) requests[labels.access as keyof Requests]++
  }
  return { ...noMetrics, histogram: () => ({ observe }) }
}

/** Sells a seat of a small hall. */
async function shop(dynamodb: Dynamodb): Promise<(seat: string) => Promise<void>> {
  const observed = { logger: silentLogger, metrics: noMetrics }
  const clock = systemClock
  const needs = { dynamodb, clock, random: systemRandom, ...observed, ...directEquipment(clock) }
  const inventory = openInventory(needs)
  const payment = await openPayment(needs)
  const booking = openBooking(needs, { inventory, payment })
  await putOnSale(inventory)
  return async (seat) => {
    const buyer = { userId: 'user_a' }
    const made = await inventory.reserveSeats({ ...buyer, eventId, seats: [seat] })
    const reservationId = made.reservation?.reservationId ?? ''
    const card = { provider: 'sandbox', paymentToken: 'tok_success' }
    const sold = await booking.createBooking({ ...buyer, ...card, reservationId })
    assert.equal(sold.booking?.status, BookingStatus.CONFIRMED)
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
  return localClient(BookingService, createBookingService(all, config.booking).rpc)
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
