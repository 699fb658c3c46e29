import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isDomainError } from '@usher/kernel'
import fc from 'fast-check'
import { DAY_MS, detailsInput, draft, NOW_MS } from '../sample-events.fixture.ts'
import type { Event } from './event.ts'
import { cancelledEvent, publishedEvent, updatedEvent } from './event-changes.ts'
import { saleRulesOf } from './sale-rules.ts'

// Few instants, so that sale times often meet each other, the event and the moment of the change.
const instant = fc.integer({ min: -2, max: 6 }).map((day) => NOW_MS + day * DAY_MS)
const saleTime = fc.option(fc.oneof(instant, fc.constant(0)), { nil: undefined })
const step = fc.oneof(
  fc.constant('publish' as const),
  fc.constant('cancel' as const),
  fc.record({
    eventDateMs: fc.option(instant, { nil: undefined }),
    saleStartTimeMs: saleTime,
    saleEndTimeMs: saleTime,
  }),
)
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never

test('whatever an organizer does, inventory is told of a sale that ends after it starts', () => {
  const steps = fc.array(fc.tuple(step, fc.integer({ min: 0, max: 2 })), { maxLength: 8 })
  fc.assert(
    fc.property(steps, (all) => {
      let event = { ...draft(), eventId: 1 } as Event
      event = { ...event, counts: { ...event.counts, totalSeats: 5, availableSeats: 5 } }
      let nowMs = NOW_MS
      for (const [next, days] of all) {
        nowMs += days * DAY_MS
        event = taken(event, next, nowMs)
        if (event.publishedAtMs === null) continue
        const { saleStartTimeMs, saleEndTimeMs } = saleRulesOf(event)
        assert.ok(saleStartTimeMs < saleEndTimeMs, `${saleStartTimeMs} to ${saleEndTimeMs}`)
      }
    }),
    { numRuns: 2000 },
  )
})

/** The event after the step; as it was when the step is refused. */
function taken(event: Event, next: Step, nowMs: number): Event {
  try {
    if (next === 'cancel') return cancelledEvent(event, { reason: '', nowMs })
    if (next !== 'publish') return updatedEvent(event, next, { hasSeatMap: true, nowMs })
    return publishedEvent(event, { priceCurrency: detailsInput.currency, nowMs })
  } catch (error) {
    assert.ok(isDomainError(error))
    return event
  }
}
