import { create, type MessageInitShape } from '@bufbuild/protobuf'
import { type Attributes, type MessageOf, type Topic, topics } from '@usher/bus'
import { DomainError, type EventId } from '@usher/kernel'
import { memoryTables, type Tables } from '@usher/stores'
import { type PrometheusMetrics, prometheusMetrics } from '@usher/telemetry'
import { type ManualClock, manualClock } from '@usher/testing'
import { tablesAuditState } from '../adapters/tables/audit-state.ts'
import { type Auditor, createAuditor } from '../auditor.ts'
import { readAuditorConfig } from '../config.ts'
import type { BookingSeen, PaymentSeen, SeatOwner } from '../domain/judge-booking.ts'
import type { SectionSeen } from '../domain/judge-sections.ts'
import type { SaleRecords } from '../ports/sale-records.ts'

export const eventId = 7 as EventId

/** What the services have on record; tests write into it what must never be. */
class SampleRecords implements SaleRecords {
  readonly bookings = new Map<string, BookingSeen>()
  readonly payments = new Map<string, PaymentSeen>()
  readonly seats = new Map<string, SeatOwner>()
  readonly live = new Set<string>()
  readonly pauses: string[] = []
  areas: readonly SectionSeen[] = []
  isDown = false

  async booking(bookingId: string) {
    return this.#answer(this.bookings.get(bookingId))
  }
  async payment(paymentId: string) {
    return this.#answer(this.payments.get(paymentId))
  }
  async seat(_: EventId, seatNumber: string) {
    return this.#answer(this.seats.get(seatNumber))
  }
  async isLive(reservationId: string) {
    return this.#answer(this.live.has(reservationId))
  }
  async sections() {
    return this.#answer(this.areas)
  }
  async pauseSale(_: EventId, reason: string) {
    this.#answer(undefined)
    this.pauses.push(reason)
    return this.pauses.length === 1
  }

  #answer<Value>(value: Value): Value {
    if (this.isDown) throw new DomainError('unavailable', 'no_answer', 'nobody answers')
    return value
  }
}

/** An auditor over tables in memory and records of our own making. */
export class SamplePlatform {
  readonly records = new SampleRecords()
  metrics: PrometheusMetrics = prometheusMetrics()
  readonly #tables: Tables = memoryTables()
  readonly #clock: ManualClock = manualClock()
  auditor: Auditor = this.#open()

  /** As after a restart: what is remembered is in the tables. */
  restart(): void {
    this.auditor = this.#open()
  }

  async tell<AnyTopic extends Topic>(
    topic: AnyTopic,
    parts: MessageInitShape<AnyTopic['schema']>,
  ): Promise<void> {
    const message = create(topic.schema, parts) as MessageOf<AnyTopic>
    const consumer = this.auditor.consumers.find((each) => each.topic.name === topic.name)
    await consumer?.handle(message, this.#attributes(topic))
  }

  /** A booking of seat A1 that is right in every way; `wrong` changes what is on record. */
  async book(wrong: Partial<BookingSeen> = {}, paid: Partial<PaymentSeen> = {}): Promise<void> {
    const bookingId = 'bk_1'
    const seats = [{ seatNumber: 'A1', priceMinor: 5000, cancelled: false }]
    const booking = { bookingId, eventId, paymentId: 'pay_1', totalMinor: 5000, seats, areas: [] }
    const payment = { bookingId, status: 'CAPTURED', amountMinor: 5000, refundedMinor: 0 }
    this.records.bookings.set(bookingId, { ...booking, status: 'CONFIRMED', ...wrong })
    this.records.payments.set('pay_1', { ...payment, ...paid })
    if (!this.records.seats.has('A1')) {
      this.records.seats.set('A1', { seatNumber: 'A1', status: 'BOOKED', bookingId })
    }
    await this.tell(topics.bookingConfirmed, { bookingId, bookingReference: 'BK-1', eventId })
  }

  /** Lets time pass, with a run of the checks every second at first, then every minute. */
  async pass(ms: number): Promise<void> {
    for (let left = ms; left > 0; ) {
      const step = Math.min(left, ms > 60_000 ? 30_000 : 1000)
      await this.#clock.advance(step)
      await this.auditor.jobs[0]?.run()
      left -= step
    }
  }

  /** Days in which nothing is done. */
  async age(days: number): Promise<void> {
    await this.#clock.advance(days * 86_400_000)
  }

  async prune(): Promise<void> {
    await this.auditor.jobs.find(({ name }) => name === 'auditor.prune')?.run()
  }

  async found(): Promise<readonly string[]> {
    const request = { eventId: 0, cursor: '', limit: 0 } as never
    const { findings = [] } = await this.auditor.rpc.listFindings(request, {})
    return findings.map(({ problem, subject }) => `${problem} ${subject}`)
  }

  async metric(name: string): Promise<number> {
    const line = (await this.metrics.scrape())
      .split('\n')
      .find((each) => each.startsWith(`${name} `))
    return Number(line?.split(' ')[1])
  }

  #open(): Auditor {
    this.metrics = prometheusMetrics()
    const needs = { clock: this.#clock, records: this.records, metrics: this.metrics }
    const state = tablesAuditState(this.#tables, this.#clock)
    return createAuditor({ ...needs, state }, readAuditorConfig({}))
  }

  #attributes({ name, source }: Topic): Attributes {
    const time = new Date(this.#clock.nowMs()).toISOString()
    return { specversion: '1.0', id: 'msg', source, type: name, time, subject: 'key' }
  }
}
