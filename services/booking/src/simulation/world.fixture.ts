import { openTopicLog, topicLogTable } from '@usher/bus'
import { BookingService, TicketService } from '@usher/contracts'
import type { Random } from '@usher/kernel'
import { type Client, localClient } from '@usher/rpc'
import { type Change, memoryTables, type Tables } from '@usher/stores'
import { createLogger, type Metrics, noMetrics } from '@usher/telemetry'
import { type ManualClock, manualClock, seededRandom } from '@usher/testing'
import { icalCalendarRenderer } from '../adapters/ical-generator/calendar-renderer.ts'
import { nodeTicketSignatures } from '../adapters/node-crypto/ticket-signatures.ts'
import { pdfkitTicketRenderer } from '../adapters/pdfkit/ticket-renderer.ts'
import type { InventoryClient } from '../adapters/rpc/inventory.ts'
import type { PaymentClient } from '../adapters/rpc/payments.ts'
import { bookingOf, bookingsTable } from '../adapters/tables/booking-tables.ts'
import { tablesBookingStore } from '../adapters/tables/booking-store.ts'
import { tablesCheckInStore } from '../adapters/tables/check-in-store.ts'
import { admittedTable } from '../adapters/tables/ticket-tables.ts'
import { tablesTicketStores } from '../adapters/tables/ticket-stores.ts'
import { type BookingApplication, createBookingService } from '../booking.ts'
import { type BookingLimits, defaultLimits } from '../config.ts'
import type { Booking } from '../domain/booking.ts'
import type { BookingStore } from '../ports/booking-store.ts'
import type { CheckInStore } from '../ports/check-in-store.ts'
import { crashableDisk } from './crashable-disk.fixture.ts'
import { eventsModel } from './events-model.fixture.ts'
import { faulty, type FaultRates, noFaults, type Process } from './faults.fixture.ts'
import { InventoryModel } from './inventory-model.fixture.ts'
import { PaymentModel } from './payment-model.fixture.ts'

export interface WorldOptions {
  readonly seed?: number
  readonly limits?: Partial<BookingLimits>
  /** How many run over the same store, as in a distributed installation; they crash together. */
  readonly processes?: number
  /** False: payment without idempotency keys. */
  readonly idempotentPayment?: boolean
  /** What a twin takes away from the store. */
  readonly weaken?: (store: BookingStore) => BookingStore
  readonly weakenDoor?: (store: CheckInStore) => CheckInStore
  readonly metrics?: Metrics
  /** What a twin does to the neighbours. */
  readonly weakenNeighbours?: (neighbours: Neighbours) => Neighbours
}

export interface Neighbours {
  readonly inventory: InventoryClient
  readonly payment: PaymentClient
}

// A world is running (open) -> crashed -> running (restart); inventory, payment and what was
// durable outlive a crash.

/**
 * The booking service over tables on a disk, with a model of its neighbours behind a faulty
 * network.
 */
export class World {
  readonly clock: ManualClock = manualClock()
  readonly random: Random
  readonly inventory: InventoryModel
  readonly payment: PaymentModel
  rates: FaultRates = noFaults
  /** What the service logged as its own fault. */
  readonly bugs: string[] = []
  /** One for each process. */
  services!: readonly BookingApplication[]
  bookings!: BookingStore
  #clients: readonly Client<typeof BookingService>[] = []
  #doors: readonly Client<typeof TicketService>[] = []
  readonly #options: WorldOptions
  readonly #durable: (readonly Change[])[] = []
  #tables!: Tables
  #process: Process = { alive: true }
  #recovering = false

  private constructor(options: WorldOptions) {
    this.#options = options
    this.random = seededRandom(options.seed ?? 1)
    this.inventory = new InventoryModel(this.clock)
    this.payment = new PaymentModel({ idempotent: options.idempotentPayment ?? true })
  }

  static async open(options: WorldOptions = {}): Promise<World> {
    const world = new World(options)
    await world.#start()
    return world
  }

  /** A client of any of the processes. */
  get client(): Client<typeof BookingService> {
    return this.#anyOf(this.#clients)
  }

  /** The same, for tickets and doors. */
  get tickets(): Client<typeof TicketService> {
    return this.#anyOf(this.#doors)
  }

  /** What the processes do about topics. */
  get consumers(): BookingApplication['consumers'] {
    return this.services[0]?.consumers ?? []
  }

  /** The process dies, wherever it is, and another one starts over what was durable. */
  async crash(): Promise<void> {
    this.#process.alive = false
    await this.#start()
  }

  /** Runs the recovery job unless it is still running, as the root does. */
  recover(): void {
    if (this.#recovering) return
    this.#recovering = true
    const process = this.#process
    const jobs = this.services.flatMap(({ jobs }) => jobs.map((job) => job.run()))
    void Promise.allSettled(jobs).then(() => {
      if (process === this.#process) this.#recovering = false
    })
  }

  /** Lets time pass with recovery at work. */
  async pass(ms: number, stepMs = 1000): Promise<void> {
    for (let passed = 0; passed < ms; passed += stepMs) {
      this.recover()
      await this.clock.advance(stepMs)
    }
  }

  /** Lets time pass until `promise` has settled. */
  async until<Value>(promise: Promise<Value>): Promise<Value> {
    const state = { settled: false }
    const settle = () => {
      state.settled = true
    }
    promise.then(settle, settle)
    for (let i = 0; i < 10_000 && !state.settled; i++) await this.clock.advance(5)
    return promise
  }

  async allBookings(): Promise<readonly Booking[]> {
    const rows = await this.#tables.list(bookingsTable, 'key', { limit: 10_000 })
    return rows.map(bookingOf)
  }

  /** The ids of the tickets with which somebody is inside. */
  async inside(): Promise<readonly string[]> {
    const rows = await this.#tables.list(admittedTable, 'key', { limit: 10_000 })
    return rows.map((row) => `${row.booking_id}.${row.ticket_number}`)
  }

  /** The keys of the messages of a topic. */
  async messages(topic: string): Promise<readonly string[]> {
    const rows = await this.#tables.list(topicLogTable, 'key', { prefix: [topic], limit: 10_000 })
    return rows.map((row) => row.message_key)
  }

  #anyOf<Each>(clients: readonly Each[]): Each {
    const [first] = clients
    if (!first) throw new TypeError('the world has not been opened')
    if (clients.length === 1) return first
    return clients[Math.floor(this.random.fraction() * clients.length)] ?? first
  }

  async #start(): Promise<void> {
    const { clock, random } = this
    const process = { alive: true }
    this.#process = process
    this.#recovering = false
    const tables = memoryTables(crashableDisk({ clock, process }, this.#durable))
    this.#tables = tables
    const log = await openTopicLog({ tables, clock, random })
    const store = tablesBookingStore(tables, log)
    this.bookings = this.#options.weaken?.(store) ?? store
    const logger = createLogger({
      level: 'warn',
      name: 'booking',
      destination: { write: (line) => line.includes('"code":"bug"') && this.bugs.push(line) },
    })
    const network = { clock, random, process, rates: () => this.rates }
    const { inventory, payment } = this.#neighbours()
    const checkIns = tablesCheckInStore(tables)
    const ports = {
      ...tablesTicketStores(tables),
      checkIns: this.#options.weakenDoor?.(checkIns) ?? checkIns,
      signatures: nodeTicketSignatures({ aside: false }),
      ticketRenderer: pdfkitTicketRenderer(),
      calendarRenderer: icalCalendarRenderer(),
      events: eventsModel(this.inventory.eventId),
      bookings: this.bookings,
      inventory: faulty(inventory, network),
      payment: faulty(payment, network),
      clock,
      random,
      logger,
      metrics: this.#options.metrics ?? noMetrics,
    }
    const limits = { ...defaultLimits, ...this.#options.limits }
    const length = this.#options.processes ?? 1
    this.services = Array.from({ length }, () => createBookingService(ports, limits))
    this.#clients = this.services.map(({ rpc }) => localClient(BookingService, rpc))
    this.#doors = this.services.map(({ ticketRpc }) => localClient(TicketService, ticketRpc))
  }

  #neighbours(): Neighbours {
    const real = { inventory: this.inventory.client(), payment: this.payment.client() }
    return this.#options.weakenNeighbours?.(real) ?? real
  }
}
