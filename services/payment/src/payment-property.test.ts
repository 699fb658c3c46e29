import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PaymentStatus as Status } from '@usher/contracts'
import { isDomainError } from '@usher/kernel'
import fc from 'fast-check'
import { testTokens } from './adapters/sandbox/scenarios.ts'
import { openPaymentService, type PaymentUnderTest } from './payment.fixture.ts'

const action = fc.oneof(
  fc.constantFrom('authorize', 'capture', 'void', 'refresh', 'crash', 'approve', 'refuse'),
  fc.record({ refund: fc.integer({ min: 0, max: 2 }), amount: fc.integer({ min: 1, max: 1200 }) }),
  fc.record({ advanceMs: fc.constantFrom(1000, 10_000, 130_000, 8 * 86_400_000) }),
)
type Action = typeof action extends fc.Arbitrary<infer Value> ? Value : never
type Request = ReturnType<PaymentUnderTest['example']>

/** Starts it without waiting, so that what follows may overtake it. Refusals are answers too. */
function begin(it: PaymentUnderTest, request: Request, refundIds: string[], step: Action) {
  const { client, sandbox, ledger } = it.now
  const { paymentId } = request
  if (step === 'authorize') return client.authorize(request)
  if (step === 'capture') return client.capture({ paymentId })
  if (step === 'void') return client.void({ paymentId })
  if (step === 'refresh') return client.getPayment({ paymentId, refresh: true })
  if (step === 'crash') return it.crash()
  if (step === 'approve' || step === 'refuse') {
    const challenge = async () => (await ledger.get(paymentId))?.challengeId ?? ''
    return challenge().then((id) => sandbox.completeChallenge(id, step))
  }
  if ('advanceMs' in step) return it.clock.advance(step.advanceMs)
  const refundId = refundIds[step.refund] ?? ''
  return client.refund({ paymentId, refundId, amountMinor: BigInt(step.amount) })
}

test('after any sequence of calls we and the provider agree on the money (I5)', async () => {
  const scenario = fc.record({
    seed: fc.integer({ min: 1, max: 1_000_000 }),
    token: fc.constantFrom(...testTokens),
    steps: fc.array(action, { minLength: 1, maxLength: 12 }),
  })
  await fc.assert(
    fc.asyncProperty(scenario, async ({ seed, token, steps }) => {
      const it = openPaymentService({ seed })
      const request = it.example(token)
      const refundIds = [it.refundId(), it.refundId(), it.refundId()]
      let begun: Promise<unknown>[] = []
      for (const step of ['authorize' as const, ...steps]) {
        // Nobody hears the answers of a process that is gone.
        if (step === 'crash') begun = []
        const answer = begin(it, request, refundIds, step)
        if (typeof step === 'object' && 'advanceMs' in step) await answer
        else begun.push(Promise.resolve(answer).catch(() => undefined))
        if (seed % 2 === 0) await it.clock.advance(0)
      }
      await it.clock.advance(0)
      await it.clock.advance(30_000)
      await Promise.all(begun)
      await settled(it, request.paymentId, refundIds)
    }),
    { numRuns: 150 },
  )
})

async function settled(it: PaymentUnderTest, paymentId: string, refundIds: string[]) {
  const moved = await it.moved(paymentId)
  const asked = it.now.client.getPayment({ paymentId, refresh: true })
  const payment = await asked.then((answer) => answer.payment, ifUnknown)
  const captured = payment?.status === Status.CAPTURED
  assert.equal(moved.capturedMinor, captured ? 1000 : 0)
  assert.equal(moved.refundedMinor, Number(payment?.refundedMinor ?? 0))
  assert.ok(moved.refundedMinor <= moved.capturedMinor)
  const none = [undefined, Status.DECLINED, Status.VOIDED].includes(payment?.status as never)
  if (none) assert.equal(moved.authorizedMinor, 0)
  const tooMuch = { paymentId, refundId: refundIds[0] ?? '', amountMinor: 1001n }
  await assert.rejects(it.now.client.refund(tooMuch))
}

/** A crash before anything was written leaves nothing, here and there. */
function ifUnknown(error: unknown): undefined {
  assert.ok(isDomainError(error, 'payment_not_found'))
}
