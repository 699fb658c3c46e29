import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { BookingId, Currency, PaymentId, RefundId } from '@usher/kernel'
import type { Authorization, Payments } from './payments.ts'

export interface PaymentsFixture {
  readonly payments: Payments
  readonly provider: string
  /** Tokens of a card that pays, one that is declined and one whose buyer must act. */
  readonly tokens: { readonly ok: string; readonly declined: string; readonly challenge: string }
  close(): Promise<void>
}

const paymentId = `pay_${'1'.repeat(26)}` as PaymentId
const bookingId = `bk_${'1'.repeat(26)}` as BookingId
const refundId = (n: number) => `rf_${String(n).repeat(26)}` as RefundId
const reason = 'test'

/** What a sale relies on; run over the model of the tests and over any real payment service. */
export function paymentsContract(name: string, open: () => Promise<PaymentsFixture>): void {
  const law = (title: string, check: (fixture: PaymentsFixture) => Promise<void>) => {
    void test(title, async () => {
      const fixture = await open()
      try {
        await check(fixture)
      } finally {
        await fixture.close()
      }
    })
  }
  const terms = (
    fixture: PaymentsFixture,
    token: 'ok' | 'declined' | 'challenge',
  ): Authorization => ({
    paymentId,
    bookingId,
    provider: fixture.provider,
    token: fixture.tokens[token],
    amountMinor: 1000,
    currency: 'EUR' as Currency,
  })

  void describe(`payments over ${name}`, () => {
    law('a payment voided before anybody asked for it is never authorized', async (fixture) => {
      const { payments } = fixture
      assert.equal((await payments.look(paymentId)).payment, 'UNSEEN')
      assert.equal((await payments.void(paymentId)).payment, 'VOIDED')
      assert.equal((await payments.authorize(terms(fixture, 'ok'))).payment, 'VOIDED')
      assert.equal((await payments.capture(paymentId)).payment, 'VOIDED')
      assert.equal((await payments.look(paymentId)).payment, 'VOIDED')
    })

    law('money is set aside and taken once however often it is asked for', async (fixture) => {
      const { payments } = fixture
      const authorization = terms(fixture, 'ok')
      assert.equal((await payments.authorize(authorization)).payment, 'AUTHORIZED')
      assert.equal((await payments.authorize(authorization)).payment, 'AUTHORIZED')
      assert.equal((await payments.capture(paymentId)).payment, 'CAPTURED')
      assert.equal((await payments.capture(paymentId)).payment, 'CAPTURED')
      assert.equal((await payments.authorize(authorization)).payment, 'CAPTURED')
      assert.equal((await payments.void(paymentId)).payment, 'CAPTURED')
      assert.equal((await payments.look(paymentId)).payment, 'CAPTURED')
    })

    law('a declined card says why', async (fixture) => {
      const view = await fixture.payments.authorize(terms(fixture, 'declined'))
      assert.equal(view.payment, 'DECLINED')
      assert.notEqual(view.declineCode, '')
    })

    law('a challenge says where, and can be called off', async (fixture) => {
      const { payments } = fixture
      const view = await payments.authorize(terms(fixture, 'challenge'))
      assert.equal(view.payment, 'CHALLENGE')
      assert.match(view.challengeUrl, /^(https?:\/)?\//)
      assert.equal((await payments.void(paymentId)).payment, 'VOIDED')
      assert.equal((await payments.look(paymentId)).payment, 'VOIDED')
    })

    law('what was voided is never captured', async (fixture) => {
      const { payments } = fixture
      await payments.authorize(terms(fixture, 'ok'))
      assert.equal((await payments.void(paymentId)).payment, 'VOIDED')
      assert.equal((await payments.void(paymentId)).payment, 'VOIDED')
      assert.notEqual((await payments.capture(paymentId)).payment, 'CAPTURED')
    })

    law('a refund is given once, and never more than was captured', async (fixture) => {
      const { payments } = fixture
      await payments.authorize(terms(fixture, 'ok'))
      await payments.capture(paymentId)
      const refund = { paymentId, refundId: refundId(1), amountMinor: 600, reason }
      assert.equal(await payments.refund(refund), true)
      assert.equal(await payments.refund(refund), true)
      const more = { ...refund, refundId: refundId(2) }
      await assert.rejects(payments.refund(more), { kind: 'conflict' })
      assert.equal(
        await payments.refund({ ...more, refundId: refundId(3), amountMinor: 400 }),
        true,
      )
    })
  })
}
