import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { EventId } from '@usher/kernel'
import fc from 'fast-check'
import { DAY_MS, draft, NOW_MS } from '../sample-events.fixture.ts'
import { type Event, type EventStatus, NEVER_MS } from './event.ts'
import { advancedEvent, cancelledEvent, publishedEvent } from './event-changes.ts'
import { settled, statusAt } from './event-status.ts'

const saleStart = NOW_MS + 2 * DAY_MS
const saleEnd = NOW_MS + 20 * DAY_MS
const date = NOW_MS + 30 * DAY_MS
const hundred = { totalSeats: 100, availableSeats: 100, reservedSeats: 0, prices: null }

function event(available = 100, reserved = 0): Event {
  const base = draft()
  return {
    ...base,
    eventId: 1 as EventId,
    details: { ...base.details, saleStartTimeMs: saleStart, saleEndTimeMs: saleEnd },
    counts: { ...hundred, availableSeats: available, reservedSeats: reserved },
  }
}

test('the clock opens the sale, closes it, and ends the event, to the millisecond', () => {
  const published = publishedEvent(event(), { priceCurrency: 'EUR', nowMs: NOW_MS })
  const expected: [number, EventStatus, number][] = [
    [NOW_MS, 'UPCOMING', saleStart],
    [saleStart - 1, 'UPCOMING', saleStart],
    [saleStart, 'ON_SALE', saleEnd],
    [saleEnd - 1, 'ON_SALE', saleEnd],
    [saleEnd, 'UPCOMING', date],
    [date - 1, 'UPCOMING', date],
    [date, 'PAST', NEVER_MS],
  ]
  for (const [nowMs, status, nextTransitionMs] of expected) {
    const { status: now, nextTransitionMs: next } = settled(published, nowMs)
    assert.deepEqual([now, next], [status, nextTransitionMs])
  }
})

test('without sale times the sale runs from publication until the event begins', () => {
  const { details } = draft()
  const published = publishedEvent({ ...event(), details }, { priceCurrency: 'EUR', nowMs: NOW_MS })
  assert.equal(published.status, 'ON_SALE')
  assert.equal(published.nextTransitionMs, details.eventDateMs)
})

test('an event with an end is over at its end, and on sale until then if its sale says so', () => {
  const end = date + 2 * DAY_MS
  const { details } = draft()
  const lasting = (saleEndTimeMs: number | null) => {
    const open = { ...event(), details: { ...details, endDateMs: end, saleEndTimeMs } }
    return publishedEvent(open, { priceCurrency: 'EUR', nowMs: NOW_MS })
  }
  assert.equal(statusAt(lasting(null), date - 1), 'ON_SALE')
  assert.equal(statusAt(lasting(null), date), 'UPCOMING')
  assert.equal(statusAt(lasting(end), end - 1), 'ON_SALE')
  assert.equal(statusAt(lasting(null), end), 'PAST')
  assert.equal(settled(lasting(null), date).nextTransitionMs, end)
  assert.equal(settled(lasting(end), end).nextTransitionMs, NEVER_MS)
})

test('an event is sold out when all seats are sold, not while some are reserved', () => {
  const published = (available: number, reserved: number) =>
    statusAt({ ...event(available, reserved), publishedAtMs: NOW_MS }, saleStart)
  assert.equal(published(1, 0), 'ON_SALE')
  assert.equal(published(0, 1), 'ON_SALE')
  assert.equal(published(0, 0), 'SOLD_OUT')
})

const moves: Readonly<Record<EventStatus, readonly EventStatus[]>> = {
  DRAFT: ['UPCOMING', 'ON_SALE', 'SOLD_OUT'],
  UPCOMING: ['ON_SALE', 'SOLD_OUT', 'PAST', 'CANCELLED'],
  ON_SALE: ['UPCOMING', 'SOLD_OUT', 'PAST', 'CANCELLED'],
  SOLD_OUT: ['UPCOMING', 'ON_SALE', 'PAST', 'CANCELLED'],
  PAST: ['CANCELLED'],
  CANCELLED: [],
}

test('whatever happens in whatever order, moves are legal and versions never skip', () => {
  const step = fc.oneof(
    fc.constant({ verb: 'publish' as const }),
    fc.constant({ verb: 'cancel' as const }),
    fc.constant({ verb: 'advance' as const }),
    fc.record({ verb: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 15 * DAY_MS }) }),
    fc.record({ verb: fc.constant('sell' as const), left: fc.integer({ min: 0, max: 2 }) }),
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      let nowMs = NOW_MS
      let current = event()
      let wasCancelled = false
      for (const happened of steps) {
        const before = current
        const seenBefore = statusAt(current, nowMs)
        if (happened.verb === 'wait') nowMs += happened.ms
        else if (happened.verb === 'sell') {
          current = { ...current, counts: { ...hundred, availableSeats: happened.left } }
        } else current = decided(happened.verb, current, nowMs)
        const seen = statusAt(current, nowMs)
        if (happened.verb !== 'wait' && seen !== seenBefore) {
          assert.ok(moves[seenBefore].includes(seen), `${seenBefore} to ${seen}`)
        }
        if (current.version !== before.version) {
          assert.equal(current.version, before.version + 1)
          assert.equal(current.status, seen)
        }
        if (wasCancelled) assert.equal(seen, 'CANCELLED')
        wasCancelled = seen === 'CANCELLED'
      }
      const settledEvent = advancedEvent(current, nowMs)
      assert.equal(advancedEvent(settledEvent, nowMs), settledEvent)
      assert.equal(settledEvent.status, statusAt(settledEvent, nowMs))
      assert.ok(settledEvent.nextTransitionMs > nowMs)
    }),
  )
})

function decided(verb: 'publish' | 'cancel' | 'advance', current: Event, nowMs: number): Event {
  try {
    if (verb === 'publish') return publishedEvent(current, { priceCurrency: 'EUR', nowMs })
    if (verb === 'cancel') return cancelledEvent(current, { reason: '', nowMs })
    return advancedEvent(current, nowMs)
  } catch {
    return current
  }
}
