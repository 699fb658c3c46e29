import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { EventId } from '@usher/kernel'
import { followSeat, type SeatChange, type SeatSeen, type SeatStatus } from './seat-history.ts'

const eventId = 1 as EventId
const seats = ['A1', 'A2', 'A3'] as const

/** A step that a seat may take from where it is, chosen by a number. */
function step(before: SeatStatus, choice: number): Pick<SeatChange, 'after' | 'reservationId'> {
  const reservationId = `rsv_${choice}`
  const steps: Record<SeatStatus, readonly SeatStatus[]> = {
    AVAILABLE: ['RESERVED', 'BLOCKED', 'BOOKED'],
    RESERVED: ['BOOKED', 'AVAILABLE', 'RESERVED'],
    BOOKED: ['AVAILABLE'],
    BLOCKED: ['AVAILABLE'],
  }
  const after = steps[before][choice % steps[before].length] ?? 'AVAILABLE'
  return { after, reservationId: after === 'RESERVED' || after === 'BOOKED' ? reservationId : '' }
}

/** The changes of one seat, in the order of their versions. */
function historyOf(seatNumber: string, choices: readonly number[]): SeatChange[] {
  const changes: SeatChange[] = []
  let before: SeatStatus = 'AVAILABLE'
  for (const [at, choice] of choices.entries()) {
    const { after, reservationId } = step(before, choice)
    const bookingId = after === 'BOOKED' ? `bk_${choice}` : ''
    changes.push({ eventId, seatNumber, before, after, version: at + 1, reservationId, bookingId })
    before = after
  }
  return changes
}

/** Seats take turns as they like, each in its order; stretches of the log come again. */
const deliveries = fc
  .record({
    choices: fc.array(fc.array(fc.nat(11), { maxLength: 12 }), { minLength: 3, maxLength: 3 }),
    turns: fc.array(fc.nat(2), { maxLength: 40 }),
    begin: fc.nat(3),
    repeats: fc.array(fc.tuple(fc.nat(40), fc.nat(8)), { maxLength: 4 }),
  })
  .map(({ choices, turns, begin, repeats }) => {
    const waiting = seats.map((seat, at) => historyOf(seat, choices[at] ?? []).slice(begin))
    const log = [...turns, ...waiting.flatMap((all, at) => all.map(() => at))].flatMap(
      (seat) => waiting[seat]?.shift() ?? [],
    )
    for (const [at, back] of repeats) {
      const until = Math.min(at, log.length)
      log.splice(until, 0, ...log.slice(Math.max(0, until - back), until))
    }
    return log
  })

test('clean histories are never accused, whatever is repeated and however seats interleave', () => {
  fc.assert(
    fc.property(deliveries, (log) => {
      for (const { violation, missing } of follow(log)) {
        assert.equal(violation, undefined)
        assert.equal(missing, 0)
      }
    }),
    { numRuns: 2000 },
  )
})

test('whatever change is put in the place of another is found, or its successor is', () => {
  const clean = fc.array(fc.nat(11), { minLength: 2, maxLength: 12 })
  fc.assert(
    fc.property(clean, fc.nat(), (choices, place) => {
      const log = historyOf('A1', choices)
      const at = place % log.length
      const first = log[at]
      assert.ok(first)
      const rival = { ...first, bookingId: 'bk_rival', reservationId: 'rsv_rival' }
      log.splice(at + 1, 0, rival)
      assert.ok(follow(log).some(({ violation }) => violation))
    }),
    { numRuns: 500 },
  )
})

function follow(log: readonly SeatChange[]) {
  const seen = new Map<string, SeatSeen>()
  return log.map((change) => {
    const followed = followSeat(seen.get(change.seatNumber), change)
    if (followed.next) seen.set(change.seatNumber, followed.next)
    return followed
  })
}
