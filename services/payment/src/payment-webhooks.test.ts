import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { PaymentStatus as Status } from '@usher/contracts'
import { isDomainError } from '@usher/kernel'
import { WEBHOOK_BODY_BYTES_MAX } from './usecases/handle-webhook.ts'
import { unknownOutcome } from './domain/errors.ts'
import { config, openPaymentService, type PaymentUnderTest } from './payment.fixture.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const code = (expected: string) => (error: unknown) => isDomainError(error, expected)

async function pending(it: PaymentUnderTest): Promise<string> {
  const request = it.example('tok_late_webhook')
  it.network.open = false
  const { payment } = await it.now.client.authorize(request)
  assert.equal(payment?.status, Status.PROCESSING)
  await it.clock.advance(120_000)
  return request.paymentId
}

describe('webhooks of the sandbox', () => {
  test('a late success arrives by webhook, minutes later', async () => {
    const it = openPaymentService()
    const request = it.example('tok_late_webhook')
    await it.now.client.authorize(request)
    await it.clock.advance(119_000)
    assert.equal(await it.status(request.paymentId), Status.PROCESSING)
    await it.clock.advance(2000)
    assert.equal(await it.status(request.paymentId), Status.AUTHORIZED)
    assert.deepEqual(
      it.deliveries.map(({ applied }) => applied),
      [true],
    )
  })

  test('a duplicate webhook arrives three times and is applied once', async () => {
    const it = openPaymentService()
    await it.now.client.authorize(it.example('tok_duplicate_webhook'))
    await it.clock.advance(10_000)
    assert.deepEqual(
      it.deliveries.map(({ applied }) => applied),
      [true, false, false],
    )
  })

  test('a webhook is sent again until it gets through, also after a crash', async () => {
    const it = openPaymentService()
    const paymentId = await pending(it)
    await it.clock.advance(HOUR_MS)
    it.crash()
    it.network.open = true
    await it.clock.advance(HOUR_MS)
    for (const job of it.now.sandbox.jobs) await job.run()
    await it.clock.advance(1)
    assert.equal(await it.status(paymentId), Status.AUTHORIZED)
    assert.equal(it.deliveries.filter(({ applied }) => applied).length, 1)
    const left = await it.now.ledger.dueDeliveries({ nowMs: Number.MAX_SAFE_INTEGER - 1, limit: 9 })
    assert.deepEqual(left, [])
  })

  test('a webhook that never gets through is given up after three days', async () => {
    const it = openPaymentService()
    await pending(it)
    await it.clock.advance(4 * DAY_MS)
    const left = await it.now.ledger.dueDeliveries({ nowMs: Number.MAX_SAFE_INTEGER - 1, limit: 9 })
    assert.deepEqual(left, [])
  })

  for (const [outcome, status] of [
    ['approve', Status.AUTHORIZED],
    ['refuse', Status.DECLINED],
  ] as const) {
    test(`a challenge that the buyer ends with ${outcome} is told by webhook`, async () => {
      const it = openPaymentService()
      const { payment } = await it.now.client.authorize(it.example('tok_challenge'))
      assert.equal(payment?.status, Status.CHALLENGE)
      const id = payment.challengeUrl.split('/').at(-1) ?? ''
      await it.now.sandbox.completeChallenge(id, outcome)
      await it.now.sandbox.completeChallenge(id, outcome)
      await it.clock.advance(1)
      assert.equal(await it.status(payment.paymentId), status)
      assert.equal(it.deliveries.length, 1)
      const other = outcome === 'approve' ? 'refuse' : 'approve'
      await assert.rejects(it.now.sandbox.completeChallenge(id, other), code('challenge_over'))
      const unknown = it.now.sandbox.completeChallenge('ch_x', 'approve')
      await assert.rejects(unknown, code('challenge_not_found'))
    })
  }

  test('a challenge cannot be completed once its payment was voided', async () => {
    const it = openPaymentService()
    const { payment } = await it.now.client.authorize(it.example('tok_challenge'))
    const { paymentId = '', challengeUrl = '' } = payment ?? {}
    await it.now.client.void({ paymentId })
    const id = challengeUrl.split('/').at(-1) ?? ''
    await assert.rejects(it.now.sandbox.completeChallenge(id, 'approve'), code('challenge_over'))
    assert.equal((await it.moved(paymentId)).authorizedMinor, 0)
  })
})

describe('a webhook', () => {
  test('has one effect: a hundred at once, after 61 minutes, after 3 days (B11)', async () => {
    const it = openPaymentService()
    const paymentId = await pending(it)
    const storm = Array.from({ length: 100 }, () =>
      it.now.client.handleWebhook(it.webhook(paymentId, 'whd_1')),
    )
    const answers = await Promise.all(storm)
    assert.equal(answers.filter(({ applied }) => applied).length, 1)
    for (const answer of answers) assert.equal(answer.paymentId, paymentId)
    await it.now.client.capture({ paymentId })
    for (const laterMs of [61 * 60_000, 3 * DAY_MS]) {
      await it.clock.advance(laterMs)
      it.crash()
      const again = await it.now.client.handleWebhook(it.webhook(paymentId, 'whd_1'))
      assert.equal(again.applied, false)
      assert.notEqual(again.bookingId, '')
    }
    assert.equal(await it.status(paymentId), Status.CAPTURED)
    const moved = { authorizedMinor: 0, capturedMinor: 1000, refundedMinor: 0 }
    assert.deepEqual(await it.moved(paymentId), moved)
  })

  test('whose effect failed is applied when it is sent again (B12)', async () => {
    let down = true
    const it = openPaymentService({
      wrap: (provider) =>
        new Proxy(provider, {
          get(target, name: keyof typeof provider) {
            if (name === 'retrieve' && down) return () => Promise.reject(unknownOutcome('down', {}))
            return target[name].bind(target)
          },
        }),
    })
    const paymentId = await pending(it)
    const first = it.now.client.handleWebhook(it.webhook(paymentId, 'whd_1'))
    await assert.rejects(first, code('provider_unavailable'))
    down = false
    const second = await it.now.client.handleWebhook(it.webhook(paymentId, 'whd_1'))
    assert.equal(second.applied, true)
    assert.equal(await it.status(paymentId), Status.AUTHORIZED)
  })

  test('replayed byte for byte is too old after five minutes', async () => {
    const it = openPaymentService()
    const paymentId = await pending(it)
    const captured = it.webhook(paymentId, 'whd_1')
    await it.clock.advance(61 * 60_000)
    const replay = it.now.client.handleWebhook(captured)
    await assert.rejects(replay, code('invalid_signature'))
  })

  test('that comes out of order does not undo what is known', async () => {
    const it = openPaymentService()
    const request = it.example()
    await it.now.client.authorize(request)
    await it.now.client.capture(request)
    const late = await it.now.client.handleWebhook(it.webhook(request.paymentId, 'whd_early'))
    assert.equal(late.applied, true)
    assert.equal(await it.status(request.paymentId), Status.CAPTURED)
  })

  test('of an unknown payment, kind or provider, or too large, has no effect', async () => {
    const it = openPaymentService()
    const foreign = await it.now.client.handleWebhook(it.webhook('pay_of_another_shop', 'whd_1'))
    assert.deepEqual([foreign.applied, foreign.paymentId], [false, ''])
    const unknown = { ...it.webhook('pay_1', 'whd_1'), provider: 'paypal' }
    await assert.rejects(it.now.client.handleWebhook(unknown), code('unknown_provider'))
    const rawBody = new Uint8Array(WEBHOOK_BODY_BYTES_MAX + 1)
    const large = it.now.client.handleWebhook({ provider: 'sandbox', rawBody, headers: {} })
    await assert.rejects(large, code('body_too_large'))
    assert.equal(it.disk.durable.length, 0)
  })

  test('is remembered for more than thirty days, and then forgotten', async () => {
    const it = openPaymentService()
    const paymentId = await pending(it)
    await it.now.client.handleWebhook(it.webhook(paymentId, 'whd_1'))
    const rows = async () => {
      for (const job of it.now.server.jobs) await job.run()
      return it.now.client.handleWebhook(it.webhook(paymentId, 'whd_1'))
    }
    await it.clock.advance(31 * DAY_MS)
    assert.equal((await rows()).applied, false)
    await it.clock.advance(config.webhookKeepMs - 31 * DAY_MS + 1)
    assert.equal((await rows()).applied, true)
  })
})
