import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Alterations } from './machine/usher-process.ts'
import { mutants } from './mutants.ts'
import { type Plan, planOf } from './plan/plan.ts'
import { reportOf } from './report.ts'
import { type Outcome, simulate } from './simulate.ts'

/** Each mutant has to be found within so many seeds. */
const SEEDS_MAX = 80

test('twin: without the condition on seats, somebody loses a seat', async () => {
  await isFound(mutants.seatConditionIgnored)
})

test('twin: without the condition on the limit, a buyer has too many', async () => {
  await isFound(mutants.buyerLimitIgnored, /^I12$/)
})

test('twin: without operation ids, a repeated request is done twice', async () => {
  await isFound(mutants.operationIdForgotten, /^I9$/)
})

test('twin: when the sweeper ends reservations that are being paid, it is noticed', async () => {
  await isFound(mutants.payingReservationsExpire, /^state machine$/)
})

test('twin: money captured before the seats are booked is captured for nothing', async () => {
  await isFound(mutants.capturedBeforeTheDecision, /^I5$/)
})

test('twin: without idempotency keys, a refund is paid twice', async () => {
  await isFound(mutants.refundWithoutIdempotencyKey, /^I(5|6|13)$/)
})

test('twin: when a void is taken for granted, money stays set aside', async () => {
  await isFound(mutants.voidTakenForGranted, /^I(5|6|13)$/)
})

test('twin: what is acknowledged before it is durable is lost in a crash', async () => {
  await isFound(mutants.acknowledgedBeforeDurable)
})

test('the report of a breach names the seed and the shortest way there', async () => {
  const { plan, outcome } = await firstBreach(mutants.capturedBeforeTheDecision)
  const report = await reportOf(plan, outcome, mutants.capturedBeforeTheDecision)
  assert.match(report, new RegExp(`--seed ${plan.seed} --steps ${plan.steps.length}`))
  const [, steps] = /with (\d+) of \d+ steps/.exec(report) ?? []
  assert.ok(Number(steps) <= 15, `a few steps are enough:\n${report}`)
})

async function isFound(mutant: Alterations, invariant = /./): Promise<void> {
  const { outcome } = await firstBreach(mutant)
  assert.match(outcome.breach?.invariant ?? '', invariant)
}

async function firstBreach(mutant: Alterations): Promise<{ plan: Plan; outcome: Outcome }> {
  for (let seed = 1; seed <= SEEDS_MAX; seed++) {
    const plan = planOf(seed)
    const outcome = await simulate(plan, mutant)
    if (outcome.breach) return { plan, outcome }
  }
  assert.fail(`not found in ${SEEDS_MAX} seeds`)
}
