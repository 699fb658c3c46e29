import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { PaymentStatus as Status } from '@usher/contracts'
import { isDomainError } from '@usher/kernel'
import { openPaymentService } from './payment.fixture.ts'

const code = (expected: string) => (error: unknown) => isDomainError(error, expected)

describe('paying', () => {
  test('money is set aside, then taken, once however often both are asked for', async () => {
    const it = openPaymentService()
    const request = it.example()
    for (let i = 0; i < 3; i++) {
      const { payment } = await it.now.client.authorize(request)
      assert.equal(payment?.status, Status.AUTHORIZED)
    }
    for (let i = 0; i < 3; i++) {
      const { payment } = await it.now.client.capture(request)
      assert.equal(payment?.status, Status.CAPTURED)
    }
    const { payment } = await it.now.client.authorize(request)
    assert.equal(payment?.status, Status.CAPTURED)
    const moved = { authorizedMinor: 0, capturedMinor: 1000, refundedMinor: 0 }
    assert.deepEqual(await it.moved(request.paymentId), moved)
  })

  test('a sale costs two durable commits of ours and two of the sandbox', async () => {
    const it = openPaymentService()
    const request = it.example()
    await it.now.client.authorize(request)
    await it.now.client.capture(request)
    const tables = it.disk.durable.flat().map(({ table }) => table.name)
    assert.deepEqual(tables, ['payments', 'sandbox_payments', 'sandbox_payments', 'payments'])
  })

  for (const [token, declineCode] of [
    ['tok_decline', 'card_declined'],
    ['tok_insufficient_funds', 'insufficient_funds'],
    ['tok_expired_card', 'expired_card'],
    ['4242424242424242', 'invalid_token'],
  ] as const) {
    test(`${token} is declined as ${declineCode}, and stays so`, async () => {
      const it = openPaymentService()
      const request = it.example(token)
      await it.now.client.authorize(request)
      const { payment } = await it.now.client.authorize(request)
      assert.deepEqual([payment?.status, payment?.declineCode], [Status.DECLINED, declineCode])
      assert.equal((await it.now.client.capture(request)).payment?.status, Status.DECLINED)
      assert.equal((await it.now.client.void(request)).payment?.status, Status.DECLINED)
    })
  }

  test('a timeout after a success is PROCESSING, then AUTHORIZED, never DECLINED', async () => {
    const it = openPaymentService()
    const request = it.example('tok_timeout_after_success')
    assert.equal((await it.now.client.authorize(request)).payment?.status, Status.PROCESSING)
    assert.equal(await it.status(request.paymentId, true), Status.AUTHORIZED)
    assert.equal((await it.now.client.authorize(request)).payment?.status, Status.AUTHORIZED)
    assert.equal((await it.moved(request.paymentId)).authorizedMinor, 1000)
  })

  test('a slow provider is waited for', async () => {
    const it = openPaymentService()
    const answer = it.now.client.authorize(it.example('tok_slow'))
    await it.clock.advance(0)
    await it.clock.advance(4000)
    assert.equal((await answer).payment?.status, Status.AUTHORIZED)
  })

  test('a provider that never answers leaves PROCESSING, and a void ends it', async () => {
    const it = openPaymentService()
    const request = it.example('tok_never')
    const answer = it.now.client.authorize(request)
    await it.clock.advance(0)
    await it.clock.advance(8000)
    assert.equal((await answer).payment?.status, Status.PROCESSING)
    assert.equal(await it.status(request.paymentId, true), Status.PROCESSING)
    assert.equal((await it.now.client.void(request)).payment?.status, Status.VOIDED)
    assert.equal((await it.now.client.capture(request)).payment?.status, Status.VOIDED)
  })

  test('one payment that hangs does not hold up another', async () => {
    const it = openPaymentService()
    const hanging = it.now.client.authorize(it.example('tok_never'))
    const { payment } = await it.now.client.authorize(it.example())
    assert.equal(payment?.status, Status.AUTHORIZED)
    await it.clock.advance(8000)
    await hanging
  })

  test('a capture that the bank refuses is final, and the rest can be given up', async () => {
    const it = openPaymentService()
    const request = it.example('tok_capture_fails')
    await it.now.client.authorize(request)
    for (let i = 0; i < 2; i++) {
      const { payment } = await it.now.client.capture(request)
      assert.equal(payment?.status, Status.CAPTURE_FAILED)
      assert.equal(payment?.declineCode, 'capture_refused')
    }
    assert.equal((await it.now.client.void(request)).payment?.status, Status.VOIDED)
  })

  test('a capture after the authorization has lapsed fails for good (F32)', async () => {
    const it = openPaymentService()
    const request = it.example()
    await it.now.client.authorize(request)
    await it.clock.advance(7 * 86_400_000)
    const { payment } = await it.now.client.capture(request)
    assert.equal(payment?.status, Status.CAPTURE_FAILED)
    assert.equal(payment?.declineCode, 'authorization_expired')
    assert.equal((await it.moved(request.paymentId)).capturedMinor, 0)
  })

  test('a payment of nothing needs no provider', async () => {
    const it = openPaymentService()
    for (const provider of ['free', 'sandbox']) {
      const request = { ...it.example('', 0n), provider }
      assert.equal((await it.now.client.authorize(request)).payment?.status, Status.AUTHORIZED)
      assert.equal((await it.now.client.capture(request)).payment?.status, Status.CAPTURED)
      const refund = { paymentId: request.paymentId, refundId: it.refundId(), amountMinor: 0n }
      assert.equal((await it.now.client.refund(refund)).done, true)
    }
    const given = it.example('', 0n)
    await it.now.client.authorize(given)
    assert.equal((await it.now.client.void(given)).payment?.status, Status.VOIDED)
    assert.equal(it.disk.durable.flat().filter(({ table }) => table.name !== 'payments').length, 0)
  })
})

describe('giving money back', () => {
  test('in parts, each once, never more than was captured', async () => {
    const it = openPaymentService()
    const { paymentId, ...rest } = it.example()
    await it.now.client.authorize({ paymentId, ...rest })
    await it.now.client.capture({ paymentId })
    const part = { paymentId, refundId: it.refundId(), amountMinor: 400n, reason: 'asked' }
    for (let i = 0; i < 3; i++) {
      const { payment, done } = await it.now.client.refund(part)
      assert.deepEqual([payment?.refundedMinor, done], [400n, true])
    }
    const tooMuch = { ...part, refundId: it.refundId(), amountMinor: 601n }
    await assert.rejects(it.now.client.refund(tooMuch), code('refund_exceeds_capture'))
    await assert.rejects(
      it.now.client.refund({ ...part, amountMinor: 401n }),
      code('refund_reused'),
    )
    await it.now.client.refund({ ...tooMuch, amountMinor: 600n })
    assert.equal((await it.moved(paymentId)).refundedMinor, 1000)
  })

  test('only of captured money, and only a positive amount', async () => {
    const it = openPaymentService()
    const request = it.example()
    const { paymentId } = request
    await it.now.client.authorize(request)
    const refund = { paymentId, refundId: it.refundId(), amountMinor: 1n }
    await assert.rejects(it.now.client.refund(refund), code('payment_not_captured'))
    await it.now.client.capture(request)
    for (const amountMinor of [0n, -1n, 2n ** 60n]) {
      await assert.rejects(it.now.client.refund({ ...refund, amountMinor }), code('invalid_amount'))
    }
    assert.equal((await it.moved(paymentId)).refundedMinor, 0)
  })
})

describe('bad input', () => {
  test('is refused with a word on what is wrong, and changes nothing', async () => {
    const it = openPaymentService()
    const request = it.example()
    const { authorize } = it.now.client
    const cases = [
      [{ paymentId: 'x' }, 'malformed_id'],
      [{ bookingId: '' }, 'malformed_id'],
      [{ currency: 'eur' }, 'invalid_currency'],
      [{ amountMinor: -1n }, 'invalid_amount'],
      [{ amountMinor: 2n ** 53n }, 'invalid_amount'],
      [{ token: '' }, 'missing_token'],
      [{ token: 'x'.repeat(501) }, 'text_too_long'],
      [{ provider: 'free' }, 'unknown_provider'],
    ] as const
    for (const [part, expected] of cases) {
      await assert.rejects(authorize({ ...request, ...part }), code(expected))
    }
    assert.equal(it.disk.durable.length, 0)
  })

  test('an unknown provider is answered with the known ones', async () => {
    const it = openPaymentService()
    const request = { ...it.example(), provider: 'paypal' }
    await assert.rejects(it.now.client.authorize(request), (error) => {
      assert.ok(isDomainError(error, 'unknown_provider'))
      assert.deepEqual(error.facts, { provider: 'paypal', known: ['sandbox'] })
      return true
    })
    assert.deepEqual((await it.now.client.listProviders({})).names, ['sandbox'])
  })

  test('a payment_id with other terms is refused', async () => {
    const it = openPaymentService()
    const request = it.example()
    await it.now.client.authorize(request)
    for (const part of [{ amountMinor: 999n }, { currency: 'USD' }, { provider: 'free' }]) {
      const reused = it.now.client.authorize({ ...request, ...part })
      await assert.rejects(reused, code('payment_reused'))
    }
    assert.equal((await it.moved(request.paymentId)).authorizedMinor, 1000)
  })

  test('an unknown payment is not found', async () => {
    const it = openPaymentService()
    const { paymentId } = it.example()
    const { client } = it.now
    const calls = [client.capture, client.getPayment]
    for (const call of calls) await assert.rejects(call({ paymentId }), code('payment_not_found'))
    const refund = { paymentId, refundId: it.refundId(), amountMinor: 1n }
    await assert.rejects(client.refund(refund), code('payment_not_found'))
  })

  test('a void that comes first is remembered: an authorize asks the provider for nothing', async () => {
    const it = openPaymentService()
    const request = it.example()
    for (const call of ['void', 'void', 'authorize', 'capture'] as const) {
      const { payment } = await it.now.client[call](request)
      assert.deepEqual([call, payment?.status], [call, Status.VOIDED])
      it.crash()
    }
    assert.equal(await it.now.ledger.get(request.paymentId), undefined)
    assert.equal(await it.status(request.paymentId, true), Status.VOIDED)
  })
})

test('a token is nowhere on the disk, nor in an answer (I18)', async () => {
  const it = openPaymentService()
  const request = it.example('tok_live_4242424242424242')
  const { payment } = await it.now.client.authorize(request)
  const told = JSON.stringify([it.disk.durable, payment], (_, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  )
  assert.doesNotMatch(told, /4242/)
})
