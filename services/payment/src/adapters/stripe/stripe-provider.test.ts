import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { describe, test } from 'node:test'
import { type Currency, isDomainError, newId, systemClock, systemRandom } from '@usher/kernel'
import { manualClock } from '@usher/testing'
import { authorizeKey, captureKey, refundKey, voidKey } from '../../domain/provider-keys.ts'
import { paymentProviderContract } from '../../ports/payment-provider.contract.ts'
import { toStripeAmount } from './stripe-amount.ts'
import { StripeProvider } from './stripe-provider.ts'
import { StripeLikeServer } from './stripe-like-server.fixture.ts'

const secrets = { current: 'whsec_current', previous: 'whsec_previous', wrong: 'whsec_wrong' }

async function openStripe(timeoutMs = 60_000) {
  const clock = manualClock()
  const server = new StripeLikeServer(() => clock.nowMs())
  const port = await server.listen()
  const provider = new StripeProvider(
    { clock },
    {
      secretKey: 'sk_test_local',
      webhookSecrets: [secrets.current, secrets.previous],
      returnUrl: 'https://shop.test/return',
      server: { host: '127.0.0.1', port, protocol: 'http' },
      timeoutMs,
    },
  )
  return { clock, server, provider }
}

paymentProviderContract('stripe', async () => {
  const { clock, server, provider } = await openStripe()
  const { ledger } = server
  return {
    provider,
    tokens: {
      success: 'pm_card_visa',
      decline: 'pm_card_decline',
      challenge: 'pm_card_challenge',
      captureFails: 'pm_card_capture_fails',
      lostAnswer: 'pm_card_lost_answer',
    },
    declineCode: 'generic_decline',
    nowMs: () => clock.nowMs(),
    lapse: () => clock.advance(7 * 86_400_000),
    completeChallenge: async ({ providerRef }, outcome) =>
      ledger.completeChallenge(providerRef, outcome),
    async moved({ paymentId }) {
      const intent = ledger.find(paymentId)
      const holding = (status: string) => (intent?.status === status ? intent.amount : 0)
      return {
        authorizedMinor: holding('requires_capture'),
        capturedMinor: holding('succeeded'),
        refundedMinor: intent ? ledger.refunded(intent.id) : 0,
      }
    },
    webhook(paymentId, kind) {
      const type =
        kind === 'payment' ? 'payment_intent.amount_capturable_updated' : 'account.updated'
      const object = { id: 'pi_1', object: 'payment_intent', metadata: { payment_id: paymentId } }
      const event = { id: 'evt_1', object: 'event', type, data: { object } }
      return new TextEncoder().encode(JSON.stringify(event))
    },
    sign(rawBody, { secret, atMs }) {
      const time = Math.floor(atMs / 1000)
      const hmac = createHmac('sha256', secrets[secret]).update(`${time}.`).update(rawBody)
      return { 'stripe-signature': `t=${time},v1=${hmac.digest('hex')}` }
    },
    close: () => server.close(),
  }
})

type Opened = Awaited<ReturnType<typeof openStripe>>

async function withStripe(
  body: (opened: Opened) => Promise<void>,
  timeoutMs?: number,
): Promise<void> {
  const opened = await openStripe(timeoutMs)
  try {
    await body(opened)
  } finally {
    await opened.server.close()
  }
}

function exampleCalls(clock: Opened['clock'], token = 'pm_card_visa') {
  const ids = { clock: systemClock, random: systemRandom }
  const paymentId = newId(ids, 'payment')
  const terms = { paymentId, bookingId: newId(ids, 'booking'), amountMinor: 1000 }
  const named = { ...terms, currency: 'EUR' as Currency }
  const since = { ...named, createdAtMs: clock.nowMs(), providerRef: '' }
  const refundId = newId(ids, 'refund')
  return {
    authorize: { ...named, key: authorizeKey(paymentId), token },
    capture: { ...since, key: captureKey(paymentId) },
    void: { ...since, key: voidKey(paymentId) },
    refund: { ...since, key: refundKey(paymentId, refundId), refundId, refundMinor: 100 },
  }
}

describe('stripe, when it misbehaves', () => {
  test('a server error repeated under its key does not hinder a capture or a void', async () => {
    await withStripe(async ({ server, provider, clock }) => {
      for (const move of ['capture', 'void'] as const) {
        const calls = exampleCalls(clock)
        const { providerRef } = await provider.authorize(calls.authorize)
        server.faults.push({ path: /capture|cancel/, kind: 'burn' })
        const report = await provider[move]({ ...calls[move], providerRef })
        assert.equal(report.status, move === 'capture' ? 'CAPTURED' : 'VOIDED')
      }
    })
  })

  test('a server error in authorize is unknown; a void finds nothing came of it', async () => {
    await withStripe(async ({ server, provider, clock }) => {
      const calls = exampleCalls(clock)
      server.faults.push({ path: /POST .*intents$/, kind: 'burn' })
      for (let i = 0; i < 2; i++)
        await assert.rejects(provider.authorize(calls.authorize), isUnknown)
      assert.equal((await provider.void(calls.void)).status, 'VOIDED')
      assert.equal(server.ledger.intents.size, 0)
    })
  })

  test('an answer that does not come is waited for until the timeout, and unknown', async () => {
    await withStripe(async ({ server, provider, clock }) => {
      server.faults.push({ path: /POST .*intents$/, kind: 'silence' })
      await assert.rejects(provider.authorize(exampleCalls(clock).authorize), isUnknown)
    }, 50)
  })

  test('a void finds an intent that the search does not show yet, and cancels it', async () => {
    await withStripe(async ({ server, provider, clock }) => {
      const calls = exampleCalls(clock, 'pm_card_lost_answer')
      await assert.rejects(provider.authorize(calls.authorize), isUnknown)
      server.searchable = false
      assert.equal(await provider.retrieve(calls.void), undefined)
      assert.equal((await provider.void(calls.void)).status, 'VOIDED')
      const statuses = [...server.ledger.intents.values()].map(({ status }) => status)
      assert.deepEqual(statuses, ['canceled'])
    })
  })

  test('an account that is refused leaves everything open', async () => {
    await withStripe(async ({ server, provider, clock }) => {
      const calls = exampleCalls(clock)
      server.failure = { status: 401, error: { type: 'invalid_request_error' } }
      for (const verb of ['authorize', 'void', 'retrieve'] as const) {
        const call = verb === 'authorize' ? calls.authorize : calls.void
        await assert.rejects(provider[verb](call as never), isUnknown)
      }
      assert.equal(server.ledger.intents.size, 0)
    })
  })

  test('a refund is given once, also when Stripe has forgotten its key', async () => {
    await withStripe(async ({ server, provider, clock }) => {
      const calls = exampleCalls(clock)
      const { providerRef } = await provider.authorize(calls.authorize)
      await provider.capture({ ...calls.capture, providerRef })
      server.faults.push({ path: /POST .*refunds/, kind: 'lose' })
      await assert.rejects(provider.refund({ ...calls.refund, providerRef }), isUnknown)
      server.forgetKeys()
      assert.equal(await provider.refund({ ...calls.refund, providerRef }), 'DONE')
      assert.equal(server.ledger.refunds.length, 1)
    })
  })

  test('an error carries neither the token nor what Stripe wrote', async () => {
    await withStripe(async ({ server, provider, clock }) => {
      const { authorize } = exampleCalls(clock)
      server.faults.push({ path: /intents/, kind: 'burn' })
      const error = await provider.authorize(authorize).catch((thrown: unknown) => thrown)
      assert.ok(isDomainError(error))
      const told = JSON.stringify([error.message, error.facts, error.cause])
      assert.doesNotMatch(told, /pm_card|oops|sk_test/)
    })
  })
})

test('amounts are counted as Stripe counts them', () => {
  const cases: readonly [number, string, number | undefined][] = [
    [1050, 'EUR', 1050],
    [500, 'JPY', 500],
    [500, 'ISK', 50_000],
    [5120, 'KWD', 5120],
    [5124, 'KWD', undefined],
    [500, 'UGX', undefined],
    [Number.MAX_SAFE_INTEGER, 'EUR', undefined],
  ]
  for (const [amountMinor, currency, expected] of cases) {
    assert.equal(toStripeAmount(amountMinor, currency as Currency), expected, currency)
  }
})

test('a legacy card token is passed as one', async () => {
  await withStripe(async ({ provider, clock }) => {
    const report = await provider.authorize(exampleCalls(clock, 'tok_visa').authorize)
    assert.equal(report.status, 'AUTHORIZED')
  })
})

function isUnknown(error: unknown): boolean {
  return isDomainError(error) && error.kind === 'unavailable'
}
