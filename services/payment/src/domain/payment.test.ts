import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type BookingId, type Currency, isDomainError, type PaymentId } from '@usher/kernel'
import type { RefundId } from '@usher/kernel'
import fc from 'fast-check'
import {
  captureReport,
  isOpen,
  observe,
  openPayment,
  type Payment,
  type PaymentStatus,
} from './payment.ts'
import {
  addRefund,
  REFUNDS_MAX,
  refundableMinor,
  refundedMinor,
  settleRefund,
} from './payment-refunds.ts'

const statuses: readonly PaymentStatus[] = [
  'PROCESSING',
  'CHALLENGE',
  'AUTHORIZED',
  'DECLINED',
  'CAPTURED',
  'CAPTURE_FAILED',
  'VOIDED',
]
const AMOUNT = 1000

function opened(): Payment {
  const ids = { paymentId: 'pay_1' as PaymentId, bookingId: 'bk_1' as BookingId }
  const terms = { ...ids, provider: 'sandbox', amountMinor: AMOUNT, currency: 'EUR' as Currency }
  return openPayment(terms, 1)
}

/** The model thinks of stages that money passes, not of a table of moves. */
class Model {
  status: PaymentStatus = 'PROCESSING'
  readonly refunds = new Map<string, { amount: number; status: string }>()

  report(status: PaymentStatus): void {
    if (this.status === 'CAPTURED') return
    const over = this.status === 'DECLINED' || this.status === 'VOIDED'
    if (status === 'CAPTURED') this.status = status
    else if (!over && this.#mayFollow(status)) this.status = status
  }

  /**
   * Nothing goes back to an earlier stage; a decline is an answer to a question that is still open.
   */
  #mayFollow(status: PaymentStatus): boolean {
    const stage = (name: PaymentStatus) =>
      name === 'PROCESSING' || name === 'CHALLENGE' ? 0 : name === 'AUTHORIZED' ? 1 : 2
    if (status === 'CAPTURE_FAILED') return this.status === 'AUTHORIZED'
    if (status === 'DECLINED') return stage(this.status) === 0
    if (status === 'VOIDED') return true
    return stage(this.status) === 0 && stage(status) <= 1
  }

  get committed(): number {
    const live = [...this.refunds.values()].filter(({ status }) => status !== 'FAILED')
    return live.reduce((sum, { amount }) => sum + amount, 0)
  }
}

const step = fc.oneof(
  fc.record({ kind: fc.constant('report' as const), status: fc.constantFrom(...statuses) }),
  fc.record({
    kind: fc.constant('refund' as const),
    id: fc.integer({ min: 0, max: 4 }),
    amount: fc.integer({ min: 1, max: 700 }),
  }),
  fc.record({
    kind: fc.constant('settle' as const),
    id: fc.integer({ min: 0, max: 4 }),
    status: fc.constantFrom('DONE' as const, 'FAILED' as const),
  }),
)
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never

function applied(payment: Payment, model: Model, action: Step): Payment {
  if (action.kind === 'report') {
    model.report(action.status)
    return observe(payment, { providerRef: 'ref', status: action.status }, 2)
  }
  const refundId = `rf_${action.id}` as RefundId
  const known = model.refunds.get(refundId)
  if (action.kind === 'settle') {
    if (!known) return payment
    known.status = action.status
    return settleRefund(payment, { refundId, status: action.status }, 3)
  }
  if (known) return payment
  const allowed = model.status === 'CAPTURED' && model.committed + action.amount <= AMOUNT
  const terms = { refundId, amountMinor: action.amount, reason: '' }
  if (!allowed) {
    assert.throws(() => addRefund(payment, terms, 4), isDomainError)
    return payment
  }
  model.refunds.set(refundId, { amount: action.amount, status: 'PENDING' })
  return addRefund(payment, terms, 4)
}

describe('the payment state machine', () => {
  test('agrees with its model after any sequence of reports and refunds', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const model = new Model()
        let payment = opened()
        for (const action of steps) {
          const next = applied(payment, model, action)
          assert.equal(next.version - payment.version, next === payment ? 0 : 1)
          payment = next
          assert.equal(payment.status, model.status)
          const left = model.status === 'CAPTURED' ? AMOUNT - model.committed : 0
          assert.equal(refundableMinor(payment), left)
          assert.ok(refundedMinor(payment) <= AMOUNT)
        }
      }),
      { numRuns: 2000 },
    )
  })

  test('a report that tells nothing new leaves the same object', () => {
    for (const status of statuses) {
      const payment: Payment = { ...opened(), status, providerRef: 'ref' }
      assert.equal(observe(payment, { providerRef: 'ref', status }, 9), payment)
    }
  })

  test('money that moved is believed from every state', () => {
    for (const status of statuses) {
      const payment: Payment = { ...opened(), status }
      assert.equal(observe(payment, { providerRef: 'x', status: 'CAPTURED' }, 9).status, 'CAPTURED')
    }
  })

  test('a challenge url is gone with its challenge', () => {
    const url = { challengeUrl: 'https://bank.test' }
    const asked = observe(opened(), { providerRef: 'x', status: 'CHALLENGE', ...url }, 2)
    assert.equal(asked.challengeUrl, 'https://bank.test')
    const done = observe(asked, { providerRef: 'x', status: 'AUTHORIZED', ...url }, 3)
    assert.equal(done.challengeUrl, '')
  })

  test('a capture of money that is gone has failed, and says why', () => {
    const gone = {
      providerRef: 'x',
      status: 'VOIDED',
      declineCode: 'authorization_expired',
    } as const
    assert.deepEqual(captureReport(gone), { ...gone, status: 'CAPTURE_FAILED' })
  })

  test('a refund that the provider reports as failed gives its share free', () => {
    const captured: Payment = { ...opened(), status: 'CAPTURED', providerRef: 'x' }
    const refundId = 'rf_1' as RefundId
    const asked = addRefund(captured, { refundId, amountMinor: AMOUNT, reason: '' }, 2)
    assert.equal(isOpen(asked), true)
    const refunds = [{ refundId, status: 'FAILED' as const }]
    const seen = observe(asked, { providerRef: 'x', status: 'CAPTURED', refunds }, 3)
    assert.equal(refundableMinor(seen), AMOUNT)
    assert.equal(isOpen(seen), false)
  })

  test('a payment has a limit of refunds', () => {
    let payment: Payment = { ...opened(), status: 'CAPTURED' }
    const refund = (i: number) => ({ refundId: `rf_${i}` as RefundId, amountMinor: 1, reason: '' })
    for (let i = 0; i < REFUNDS_MAX; i++) payment = addRefund(payment, refund(i), 2)
    assert.throws(() => addRefund(payment, refund(REFUNDS_MAX), 2), /too many/)
  })
})
