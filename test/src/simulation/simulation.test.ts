import assert from 'node:assert/strict'
import { test } from 'node:test'
import { planOf } from './plan/plan.ts'
import { reportOf } from './report.ts'
import { Sightings } from './sightings.ts'
import { simulate } from './simulate.ts'

const SEEDS = 300
/** Other seeds than yesterday's: USHER_SIMULATION_SEED=1000 runs 1000 … 1299. */
const FIRST_SEED = Number(process.env['USHER_SIMULATION_SEED'] ?? 1)

/**
 * What must have happened somewhere in these runs. Where nothing of it happens, nothing is tested.
 */
const interesting = [
  'booking_confirmed',
  'free_booking',
  'refused_payment_declined',
  'late_payment_honoured',
  'money_voided',
  'ended_reservation_honoured',
  'failed_seats_lost',
  'expired_taken_over',
  'expired_swept',
  'crash_at_a_commit',
  'commits_forgotten',
  'crash_during_pay',
  'crash_during_undo',
  'crash_during_refund',
  'crash_between_decision_and_capture',
  'storage_fault',
  'bank_refused_before',
  'bank_refused_after',
  'bank_lost_before',
  'bank_lost_after',
  'bank_slow_before',
  'bank_slow_after',
  'duplicate_webhook',
  'challenge_approved',
  'challenge_refused',
  'failed_challenge_abandoned',
  'failed_capture_failed',
  'failed_event_cancelled',
  'refund_repeated',
  'repeated_request',
  'refused_buyer_limit',
  'refused_seat_unavailable',
  'refused_not_enough_places',
  'refused_orphan_seat',
  'refused_payment_in_progress',
  'cancel',
  'cancel_seat',
  'event_cancelled',
  'swapped',
  'extended',
  'blocked',
  'unblocked',
] as const

test(`no crash, bad disk or bad bank breaks an invariant, over ${SEEDS} seeds`, async () => {
  const sightings = new Sightings()
  for (let seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
    const plan = planOf(seed)
    const outcome = await simulate(plan)
    if (outcome.breach) assert.fail(await reportOf(plan, outcome))
    sightings.add(outcome.sightings)
  }
  const unseen = interesting.filter((what) => !sightings.counts[what])
  assert.deepEqual(unseen, [], 'the generator is blind to these')
})

test('a seed has the same trace each time', async () => {
  for (let seed = 1; seed <= 10; seed++) {
    const [first, second] = [await simulate(planOf(seed)), await simulate(planOf(seed))]
    assert.deepEqual(second.trace, first.trace)
    assert.equal(second.hash, first.hash)
  }
})
