import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openTopicLog, tablesEventBus, topics } from '@usher/bus'
import { AnalyticsService } from '@usher/contracts'
import { localClient } from '@usher/rpc'
import { memoryTables } from '@usher/stores'
import { prometheusMetrics } from '@usher/telemetry'
import { manualClock, seededRandom } from '@usher/testing'
import { memorySalesFigures } from './adapters/memory/sales-figures.ts'
import { createAnalytics } from './analytics.ts'
import { readAnalyticsConfig } from './config.ts'

const eventId = 7
const seat = { eventId, seatNumber: 'A1', section: 'Stalls' }

/** The whole service over a bus in memory, which has told of a few sales. */
async function openAnalytics() {
  const clock = manualClock()
  const tables = memoryTables()
  const needs = { tables, clock, random: seededRandom(1) }
  const log = await openTopicLog(needs)
  const bus = tablesEventBus({ ...needs, log })
  const metrics = prometheusMetrics()
  const figures = memorySalesFigures()
  const analytics = createAnalytics({ figures, log: bus, clock, metrics }, readAnalyticsConfig({}))
  for (const consumer of analytics.consumers) bus.subscribe(consumer)
  const atMs = BigInt(clock.nowMs())
  const change = (oldStatus: string, newStatus: string, version: number) =>
    log.record(topics.seatStatusChanged, {
      ...seat,
      oldStatus,
      newStatus,
      version,
      occurredAtMs: atMs,
    })
  await tables.commit([
    log.record(topics.eventCreated, {
      event: { eventId, version: 2, totalSeats: 50, details: { eventName: 'Ópera' } },
    }),
    change('AVAILABLE', 'RESERVED', 1),
    change('RESERVED', 'RESERVED', 2),
    change('RESERVED', 'BOOKED', 3),
    change('BOOKED', 'AVAILABLE', 4),
    change('AVAILABLE', 'RESERVED', 5),
    change('RESERVED', 'AVAILABLE', 6),
    log.record(topics.bookingConfirmed, {
      bookingId: 'bk_1',
      eventId,
      areas: { Floor: 3 },
      totalMinor: 14_000n,
      currency: 'EUR',
      confirmedAtMs: atMs,
    }),
    log.record(topics.bookingCancelled, {
      bookingId: 'bk_1',
      refundId: 'rf_1',
      eventId,
      areas: { Floor: 1 },
      refundedMinor: 8000n,
      currency: 'EUR',
      cancelledAtMs: atMs + 60_000n,
    }),
    log.record(topics.reservationExpired, {
      reservationId: 'rsv_1',
      eventId,
      seatNumbers: ['A1'],
      areas: { Floor: 2 },
      expiredAtMs: atMs,
    }),
  ])
  for (let turn = 0; turn < 40; turn++) await clock.advance(100)
  const client = localClient(AnalyticsService, analytics.rpc, clock)
  const run = async (job: string) => analytics.jobs.find(({ name }) => name === job)?.run()
  return { client, clock, bus, figures, metrics, run }
}

test('sales are told by section, with what was taken and given back', async () => {
  const { client } = await openAnalytics()
  const { $typeName: _, sections, amounts, ...sales } = await client.getEventSales({ eventId })
  assert.deepEqual(sales, {
    eventId,
    eventName: 'Ópera',
    totalSeats: 50,
    sold: 2n,
    bookings: 1n,
    cancellations: 1n,
  })
  const told = sections.map(({ section, figures }) => [
    section,
    figures?.booked,
    figures?.cancelled,
  ])
  assert.deepEqual(
    new Set(told),
    new Set([
      ['Floor', 3n, 1n],
      ['Stalls', 1n, 1n],
    ]),
  )
  assert.deepEqual(
    amounts.map(({ currency, capturedMinor, refundedMinor }) => [
      currency,
      capturedMinor,
      refundedMinor,
    ]),
    [['EUR', 14_000n, 8000n]],
  )
})

test('the funnel tells what became of reservations', async () => {
  const { client } = await openAnalytics()
  const { figures, expiredReservations, expiredPlaces } = await client.getFunnel({ eventId })
  assert.deepEqual(
    [figures?.reserved, figures?.released, figures?.booked, figures?.cancelled],
    [2n, 3n, 4n, 2n],
  )
  assert.deepEqual([expiredReservations, expiredPlaces], [1n, 3n])
})

test('the timeline is paged minute by minute, of the event or of one section', async () => {
  const { client } = await openAnalytics()
  const first = await client.getEventTimeline({ eventId, limit: 1 })
  assert.deepEqual([first.points[0]?.bookings, first.points[0]?.cancellations], [1n, 0n])
  const rest = await client.getEventTimeline({ eventId, cursor: first.nextCursor })
  assert.deepEqual([rest.points[0]?.bookings, rest.points[0]?.cancellations], [0n, 1n])
  assert.equal(rest.nextCursor, '')
  const stalls = await client.getEventTimeline({ eventId, section: 'Stalls' })
  assert.deepEqual(
    stalls.points.map(({ figures }) => figures?.booked),
    [1n],
  )
})

test('a rebuild ends in the same figures, and forgets nothing that topics no longer hold', async () => {
  const { client, clock, figures, run } = await openAnalytics()
  const old = { consumer: 'old', messageId: 'm', eventId: eventId as never, atMs: 0 }
  await figures.add({
    ...old,
    counts: [{ section: '', currency: 'EUR', figures: { bookings: 9 } }],
  })
  const before = await client.getEventSales({ eventId })
  const { fromMs } = await client.rebuild({})
  assert.ok(Number(fromMs) > clock.nowMs() - 7 * 86_400_000)
  await run('analytics.rebuild')
  assert.equal(await figures.rebuild(), undefined)
  assert.deepEqual(await client.getEventSales({ eventId }), before)
  assert.equal(before.bookings, 10n)
})

test('the totals of the platform are metrics', async () => {
  const { metrics, run } = await openAnalytics()
  await run('analytics.measure')
  const text = await metrics.scrape()
  assert.match(text, /^business_seats_sold 2$/m)
  assert.match(text, /^business_captured_minor\{currency="EUR"\} 14000$/m)
  assert.match(text, /^business_refunded_minor\{currency="EUR"\} 8000$/m)
})

test('what cannot be asked for is refused by name', async () => {
  const { client } = await openAnalytics()
  await assert.rejects(client.getFunnel({}), { kind: 'invalid', code: 'invalid_field' })
  await assert.rejects(client.rebuild({ fromMs: -1n }), { kind: 'invalid' })
  await assert.rejects(client.getEventTimeline({ eventId, cursor: 'x' }), {
    code: 'invalid_cursor',
  })
  const { bookings } = await client.getFunnel({ eventId: 99 })
  assert.equal(bookings, 0n)
})
