import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { RefundId } from '@usher/kernel'
import { sampleBooking } from '../simulation/sample-booking.fixture.ts'
import type { Booking } from './booking.ts'
import { withCancellation, withRefundDone } from './cancellation.ts'
import {
  type BookingFacts,
  freshFacts,
  type PaymentFact,
  type Progress,
  type ReservationFact,
} from './facts.ts'
import { nextStep, type Step } from './next-step.ts'
import { confirmed, undone } from './progress.ts'

const booking = sampleBooking(1)
const patience = { nowMs: booking.createdAtMs + 1000, challengeMs: 60_000, processingMs: 90_000 }
const refundId = 'rf_1' as RefundId
const reservations: readonly ReservationFact[] = ['ACTIVE', 'PAYING', 'BOOKED', 'GONE', 'LOST']
const payments: readonly PaymentFact[] = [
  'UNSEEN',
  'NEVER',
  'PROCESSING',
  'CHALLENGE',
  'AUTHORIZED',
  'DECLINED',
  'CAPTURED',
  'CAPTURE_FAILED',
  'VOIDED',
  'RETURNED',
]

/** Every way in which a PENDING booking may be found. */
function* everything(): Generator<Progress> {
  const undoing = ['seats_lost', 'challenge_abandoned', 'payment_unanswered', 'event_cancelled']
  const bookings = [booking, ...undoing.map((reason) => undone(booking, { reason, refundId }))]
  for (const each of bookings) {
    for (const reservation of reservations) {
      for (const payment of payments) {
        for (const asked of [true, false]) {
          for (const refusal of [undefined, 'reservation_changed' as const]) {
            const facts = { ...freshFacts(each), reservation, payment, asked, refusal }
            yield { booking: each, facts }
          }
        }
      }
    }
  }
}

function stepAfter(of: Booking, facts: Partial<BookingFacts> = {}, when = patience): Step {
  return nextStep({ booking: of, facts: { ...freshFacts(of), ...facts } }, when)
}

test('the sale goes: begin, authorize, confirm, capture, complete', () => {
  const path = [
    stepAfter(booking),
    stepAfter(booking, { reservation: 'PAYING' }),
    stepAfter(booking, { reservation: 'PAYING', payment: 'AUTHORIZED' }),
    stepAfter(booking, { reservation: 'BOOKED', payment: 'AUTHORIZED' }),
    stepAfter(booking, { reservation: 'BOOKED', payment: 'CAPTURED' }),
  ]
  const steps = path.map(({ take }) => take)
  assert.deepEqual(steps, ['begin', 'authorize', 'confirm', 'capture', 'complete'])
})

test('money is taken only for seats that are BOOKED, and a sale is complete only with both', () => {
  for (const progress of everything()) {
    const { take } = nextStep(progress, patience)
    const { reservation, payment } = progress.facts
    if (take === 'capture') assert.deepEqual([reservation, payment], ['BOOKED', 'AUTHORIZED'])
    if (take === 'complete') assert.deepEqual([reservation, payment], ['BOOKED', 'CAPTURED'])
  }
})

test('a booking fails, and seats go back, only with proof that no money is kept', () => {
  const proofs = ['NEVER', 'DECLINED', 'VOIDED', 'CAPTURE_FAILED', 'RETURNED']
  for (const progress of everything()) {
    const { take } = nextStep(progress, patience)
    const { reservation, payment } = progress.facts
    if (take === 'fail' || take === 'abandon' || take === 'release') {
      assert.ok(proofs.includes(payment), `${take} though ${payment}`)
    }
    if (take === 'fail') assert.ok(reservation !== 'PAYING' && reservation !== 'BOOKED')
    if (take === 'release' || take === 'return_money')
      assert.notEqual(progress.booking.undoRefundId, '')
  }
})

test('what has been decided against is never sold, unless the buyer was only late', () => {
  for (const progress of everything()) {
    if (progress.booking.step !== 'undo') continue
    const { take } = nextStep(progress, patience)
    assert.ok(!['begin', 'authorize', 'confirm', 'capture', 'complete'].includes(take))
    if (take === 'resume') assert.match(progress.booking.reason, /abandoned|unanswered/)
  }
})

test('a challenge is waited for until its time is up', () => {
  const facts = { reservation: 'PAYING', payment: 'CHALLENGE' } as const
  assert.deepEqual(stepAfter(booking, facts), { take: 'wait' })
  const late = { ...patience, nowMs: booking.createdAtMs + patience.challengeMs }
  const undo = { take: 'undo', reason: 'challenge_abandoned' }
  assert.deepEqual(stepAfter(booking, facts, late), undo)
})

test('a silent provider is asked again once a run, and called off in the end', () => {
  const facts = { reservation: 'PAYING', payment: 'PROCESSING' } as const
  const later = { ...patience, nowMs: booking.createdAtMs + 89_999 }
  const late = { ...patience, nowMs: booking.createdAtMs + 90_000 }
  assert.deepEqual(stepAfter(booking, facts, later), { take: 'authorize' })
  assert.deepEqual(stepAfter(booking, { ...facts, asked: true }, later), { take: 'wait' })
  const undo = { take: 'undo', reason: 'payment_unanswered' }
  assert.deepEqual(stepAfter(booking, facts, late), undo)
})

test('refunds are finished one after the other, then the booking rests', () => {
  const sold = confirmed(booking, 5)
  const cancellation = {
    operationId: booking.operationId,
    actor: 'a',
    reason: 'r',
    nowMs: 6,
    areas: {},
  }
  const [first, second] = booking.seats.map(({ seatNumber }) => seatNumber)
  assert.ok(first && second)
  const one = withCancellation(sold, { ...cancellation, refundId, seats: [first] })
  const other = { ...cancellation, refundId: 'rf_2' as RefundId, seats: [second] }
  const both = withCancellation(one, other)
  assert.deepEqual(stepAfter(both), { take: 'refund', refund: both.refunds[0] })
  const half = withRefundDone(both, refundId, 7)
  assert.equal(half.status, 'CONFIRMED')
  assert.deepEqual(stepAfter(half), { take: 'refund', refund: half.refunds[1] })
  const done = withRefundDone(half, 'rf_2' as RefundId, 8)
  assert.deepEqual([done.status, done.refundedMinor], ['CANCELLED', 3000])
  assert.deepEqual(stepAfter(done), { take: 'rest' })
})
