import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { PaymentStatus as Status } from '@usher/contracts'
import { unknownOutcome } from './domain/errors.ts'
import type { PaymentProvider } from './ports/payment-provider.ts'
import { openPaymentService } from './payment.fixture.ts'

type Verb = 'authorize' | 'capture' | 'void' | 'refund' | 'retrieve'

/** Loses the request or the answer of the next call of each verb that is listed. */
function unreliable() {
  const faults = new Map<Verb, 'request' | 'answer'>()
  const wrap = (provider: PaymentProvider) =>
    new Proxy(provider, {
      get(target, name: Verb) {
        const call = target[name].bind(target) as (argument: never) => Promise<never>
        return async (argument: never) => {
          const fault = faults.get(name)
          faults.delete(name)
          if (fault === 'request') throw unknownOutcome('connection_lost', {})
          const answer = await call(argument)
          if (fault === 'answer') throw unknownOutcome('connection_lost', {})
          return answer
        }
      },
    })
  return { faults, it: openPaymentService({ wrap }) }
}

describe('after a crash', () => {
  test('an authorization that was only noted is found again and captured once', async () => {
    const it = openPaymentService()
    const request = it.example()
    await it.now.client.authorize(request)
    it.crash()
    assert.equal(await it.status(request.paymentId), Status.PROCESSING)
    assert.equal((await it.now.client.capture(request)).payment?.status, Status.CAPTURED)
    assert.equal((await it.moved(request.paymentId)).capturedMinor, 1000)
  })

  test('before the call, it goes on with its token and stays open without', async () => {
    const { it, faults } = unreliable()
    const request = it.example()
    faults.set('authorize', 'request')
    await it.now.client.authorize(request)
    it.crash()
    const asked = await it.now.client.authorize({ ...request, token: '' })
    assert.equal(asked.payment?.status, Status.PROCESSING)
    const again = await it.now.client.authorize(request)
    assert.equal(again.payment?.status, Status.AUTHORIZED)
  })

  test('before the call, a void is proof: a late authorize sets nothing aside (P9)', async () => {
    const { it, faults } = unreliable()
    const request = it.example()
    faults.set('authorize', 'request')
    await it.now.client.authorize(request)
    it.crash()
    assert.equal((await it.now.client.void(request)).payment?.status, Status.VOIDED)
    const { key, ...call } = {
      ...request,
      key: `${request.paymentId}:authorize`,
      amountMinor: 1000,
    }
    await it.now.sandbox.authorize({ ...call, key } as never)
    assert.equal((await it.moved(request.paymentId)).authorizedMinor, 0)
  })
})

describe('when a request or its answer is lost', () => {
  for (const lost of ['request', 'answer'] as const) {
    test(`${lost} of authorize: PROCESSING, and asking again goes on`, async () => {
      const { it, faults } = unreliable()
      const request = it.example()
      faults.set('authorize', lost)
      assert.equal((await it.now.client.authorize(request)).payment?.status, Status.PROCESSING)
      assert.equal((await it.now.client.authorize(request)).payment?.status, Status.AUTHORIZED)
      assert.equal((await it.moved(request.paymentId)).authorizedMinor, 1000)
    })

    test(`${lost} of capture: AUTHORIZED, and asking again captures once (P4)`, async () => {
      const { it, faults } = unreliable()
      const request = it.example()
      await it.now.client.authorize(request)
      faults.set('capture', lost)
      assert.equal((await it.now.client.capture(request)).payment?.status, Status.AUTHORIZED)
      it.crash()
      assert.equal((await it.now.client.capture(request)).payment?.status, Status.CAPTURED)
      assert.equal((await it.moved(request.paymentId)).capturedMinor, 1000)
    })

    test(`${lost} of void: not VOIDED yet, and asking again voids`, async () => {
      const { it, faults } = unreliable()
      const request = it.example()
      await it.now.client.authorize(request)
      faults.set('void', lost)
      assert.equal((await it.now.client.void(request)).payment?.status, Status.AUTHORIZED)
      assert.equal((await it.now.client.void(request)).payment?.status, Status.VOIDED)
    })

    test(`${lost} of refund: not done, its share is kept, a repeat refunds once`, async () => {
      const { it, faults } = unreliable()
      const request = it.example()
      const { paymentId } = request
      await it.now.client.authorize(request)
      await it.now.client.capture(request)
      faults.set('refund', lost)
      const refund = { paymentId, refundId: it.refundId(), amountMinor: 700n }
      assert.equal((await it.now.client.refund(refund)).done, false)
      it.crash()
      const other = { ...refund, refundId: it.refundId(), amountMinor: 301n }
      await assert.rejects(it.now.client.refund(other), /more than is left/)
      assert.equal((await it.now.client.refund(refund)).done, true)
      assert.equal((await it.moved(paymentId)).refundedMinor, 700)
    })
  }

  test('a provider that is down leaves everything as it was', async () => {
    const { it, faults } = unreliable()
    const request = it.example('tok_timeout_after_success')
    await it.now.client.authorize(request)
    faults.set('retrieve', 'request')
    assert.equal(await it.status(request.paymentId, true), Status.PROCESSING)
    assert.equal(await it.status(request.paymentId, true), Status.AUTHORIZED)
  })
})
