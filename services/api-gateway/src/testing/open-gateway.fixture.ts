import { memoryTables, reliableDisk, type MemoryDisk } from '@usher/stores'
import { noMetrics, silentLogger, type Logger } from '@usher/telemetry'
import { manualClock, seededRandom } from '@usher/testing'
import { tablesIdempotencyStore } from '../adapters/tables/idempotency-store.ts'
import { createGateway, type GatewayPorts } from '../api-gateway.ts'
import { type GatewayConfig, readGatewayConfig } from '../config.ts'
import { type BookingCalls, fakeBooking, fakePayment } from './fake-booking.ts'
import { fakeEvents } from './fake-events.ts'
import { fakeInventory, type InventoryCalls } from './fake-inventory.ts'
import { fakeNotification, type NotificationCalls } from './fake-notification.ts'
import { fakeAuth, type Person } from './fake-people.ts'
import { fakeSearch, type SearchCalls } from './fake-search.ts'
import { fakeTickets, type TicketCalls } from './fake-tickets.ts'

const unlimited = { perUser: 0, perAddress: 0 }
const noLimits: GatewayConfig['limits'] = {
  auth: unlimited,
  reads: unlimited,
  reservations: unlimited,
  bookings: unlimited,
  organizer: unlimited,
  search: unlimited,
  scans: unlimited,
  webhooks: unlimited,
}

export interface OpenOptions {
  readonly config?: Partial<GatewayConfig>
  readonly ports?: Partial<GatewayPorts>
  /** Outlives the gateway, as a disk outlives a crash. */
  readonly disk?: MemoryDisk
  readonly logger?: Logger
}

interface Call {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly url: string
  readonly as?: Person | undefined
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

export type Calls = BookingCalls & InventoryCalls & NotificationCalls & SearchCalls & TicketCalls

/** A gateway over fakes, what reached them, and a way to call as somebody. */
export function openGateway(options: OpenOptions = {}) {
  const calls: Calls = {
    checkIns: [],
    rendered: [],
    reissued: [],
    resent: [],
    searched: [],
    reindexes: 0,
    reserved: [],
    seatMaps: [],
    created: [],
    cancelled: [],
    settled: [],
  }
  const challenges: string[] = []
  const clock = manualClock(1_700_000_000_000)
  const ports: GatewayPorts = {
    auth: fakeAuth(),
    events: fakeEvents(),
    inventory: fakeInventory(calls),
    booking: fakeBooking(calls),
    payment: fakePayment(),
    tickets: fakeTickets(calls),
    search: fakeSearch(calls),
    notification: fakeNotification(calls),
    idempotency: tablesIdempotencyStore(memoryTables(options.disk ?? reliableDisk())),
    metrics: noMetrics,
    logger: options.logger ?? silentLogger,
    clock,
    random: seededRandom(1),
    readiness: () => true,
    sandbox: { completeChallenge: async (id, outcome) => void challenges.push(`${id} ${outcome}`) },
    ...options.ports,
  }
  const config = { ...readGatewayConfig({}), limits: noLimits, mailbox: true, ...options.config }
  const gateway = createGateway(ports, config)
  const call = ({ method = 'GET', url, as, body, headers = {} }: Call) =>
    gateway.app.inject({
      method,
      url,
      headers: { ...(as ? { authorization: `Bearer token-${as}` } : {}), ...headers },
      ...(body === undefined ? {} : { payload: body as string | object }),
    })
  return { gateway, call, calls, challenges, clock }
}
