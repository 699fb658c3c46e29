import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  type Currency,
  type DomainError,
  isDomainError,
  newId,
  systemClock,
  systemRandom,
} from '@usher/kernel'
import type { Report } from '../domain/payment.ts'
import { authorizeKey, captureKey, refundKey, voidKey } from '../domain/provider-keys.ts'
import type { AuthorizeCall, PaymentCall, PaymentProvider, RefundCall } from './payment-provider.ts'

const ids = { clock: systemClock, random: systemRandom }

/** The money that has moved or is set aside, from the provider's own books. */
export interface Moved {
  readonly authorizedMinor: number
  readonly capturedMinor: number
  readonly refundedMinor: number
}

export interface ProviderUnderTest {
  readonly provider: PaymentProvider
  readonly tokens: Readonly<
    Record<'success' | 'decline' | 'challenge' | 'captureFails' | 'lostAnswer', string>
  >
  readonly declineCode: string
  nowMs(): number
  /** Moves the provider's time past the end of every authorization. */
  lapse(): Promise<void>
  completeChallenge(report: Report, outcome: 'approve' | 'refuse'): Promise<void>
  moved(call: { paymentId: AuthorizeCall['paymentId'] }): Promise<Moved>
  /** A webhook about this payment (or of an unknown kind), not signed yet. */
  webhook(paymentId: string, kind: 'payment' | 'unknown'): Uint8Array
  sign(rawBody: Uint8Array, how: Signing): Readonly<Record<string, string>>
  close(): Promise<void>
}

export interface Signing {
  readonly secret: 'current' | 'previous' | 'wrong'
  readonly atMs: number
}

/** The laws of `PaymentProvider`. */
export function paymentProviderContract(
  name: string,
  open: () => Promise<ProviderUnderTest>,
): void {
  const law: Law = (title, body) => {
    test(title, async () => {
      const it = await open()
      try {
        await body(it)
      } finally {
        await it.close()
      }
    })
  }
  describe(`${name}: a payment provider`, () => {
    authorizing(law)
    moving(law)
    givingBack(law)
    telling(law)
  })
}

type Law = (title: string, body: (it: ProviderUnderTest) => Promise<void>) => void

function authorizing(law: Law): void {
  law('authorizes once, however often the key is repeated', async (it) => {
    const call = authorizeCall(it, 'success')
    const first = await it.provider.authorize(call)
    const again = await it.provider.authorize(call)
    assert.equal(first.status, 'AUTHORIZED')
    assert.notEqual(first.providerRef, '')
    assert.equal(again.providerRef, first.providerRef)
    assert.equal(again.status, 'AUTHORIZED')
    assert.equal((await it.moved(call)).authorizedMinor, call.amountMinor)
    assert.ok((first.captureBeforeMs ?? 0) > it.nowMs())
  })

  law('refuses a key that comes with other parameters', async (it) => {
    const call = authorizeCall(it, 'success')
    await it.provider.authorize(call)
    const other = { ...call, amountMinor: call.amountMinor + 1 }
    await assert.rejects(it.provider.authorize(other), isCode('payment_key_reused'))
    assert.equal((await it.moved(call)).authorizedMinor, call.amountMinor)
  })

  law('reports a decline, and the same one again', async (it) => {
    const call = authorizeCall(it, 'decline')
    for (let i = 0; i < 2; i++) {
      const report = await it.provider.authorize(call)
      assert.equal(report.status, 'DECLINED')
      assert.equal(report.declineCode, it.declineCode)
    }
    assert.equal((await it.provider.retrieve(paymentCall(call, '')))?.status, 'DECLINED')
    assert.equal((await it.moved(call)).authorizedMinor, 0)
  })

  law('declines a token that it does not know', async (it) => {
    const call = { ...authorizeCall(it, 'success'), token: 'nonsense' }
    const report = await it.provider.authorize(call)
    assert.deepEqual([report.status, report.declineCode], ['DECLINED', 'invalid_token'])
  })

  for (const outcome of ['approve', 'refuse'] as const) {
    law(`asks for a challenge that the buyer may ${outcome}`, async (it) => {
      const call = authorizeCall(it, 'challenge')
      const report = await it.provider.authorize(call)
      assert.equal(report.status, 'CHALLENGE')
      assert.match(report.challengeUrl ?? '', /^https?:/)
      assert.equal((await it.moved(call)).authorizedMinor, 0)
      await it.completeChallenge(report, outcome)
      const after = await it.provider.retrieve(paymentCall(call, '', report))
      assert.equal(after?.status, outcome === 'approve' ? 'AUTHORIZED' : 'DECLINED')
    })
  }

  law('does not call a lost answer a failure, and shows the success when asked', async (it) => {
    const call = authorizeCall(it, 'lostAnswer')
    await assert.rejects(it.provider.authorize(call), isUnavailable)
    const found = await it.provider.retrieve(paymentCall(call, ''))
    assert.equal(found?.status, 'AUTHORIZED')
    const again = await it.provider.authorize(call)
    assert.equal(again.status, 'AUTHORIZED')
    assert.equal(again.providerRef, found?.providerRef)
    assert.equal((await it.moved(call)).authorizedMinor, call.amountMinor)
  })

  law('knows nothing of a payment that nobody asked for', async (it) => {
    const call = authorizeCall(it, 'success')
    assert.equal(await it.provider.retrieve(paymentCall(call, '')), undefined)
  })
}

function moving(law: Law): void {
  law('captures once, however often and concurrently it is asked to', async (it) => {
    const { call, report } = await authorized(it)
    const capture = paymentCall(call, captureKey(call.paymentId), report)
    const reports = await Promise.all([1, 2, 3].map(() => it.provider.capture(capture)))
    for (const { status } of reports) assert.equal(status, 'CAPTURED')
    const moved = { authorizedMinor: 0, capturedMinor: call.amountMinor, refundedMinor: 0 }
    assert.deepEqual(await it.moved(call), moved)
    assert.equal((await it.provider.retrieve(capture))?.status, 'CAPTURED')
  })

  law('reports a capture that the bank refuses for good', async (it) => {
    const { call, report } = await authorized(it, 'captureFails')
    const capture = paymentCall(call, captureKey(call.paymentId), report)
    const refused = await it.provider.capture(capture)
    assert.equal(refused.status, 'CAPTURE_FAILED')
    assert.notEqual(refused.declineCode, '')
    assert.equal((await it.moved(call)).capturedMinor, 0)
  })

  law('has nothing left to capture when the authorization has lapsed', async (it) => {
    const { call, report } = await authorized(it)
    await it.lapse()
    const late = await it.provider.capture(paymentCall(call, captureKey(call.paymentId), report))
    assert.equal(late.status, 'VOIDED')
    assert.equal((await it.moved(call)).capturedMinor, 0)
  })

  law('voids what was set aside, and captures nothing after', async (it) => {
    const { call, report } = await authorized(it)
    for (let i = 0; i < 2; i++) {
      const given = await it.provider.void(paymentCall(call, voidKey(call.paymentId), report))
      assert.equal(given.status, 'VOIDED')
    }
    const late = await it.provider.capture(paymentCall(call, captureKey(call.paymentId), report))
    assert.equal(late.status, 'VOIDED')
    const nothing = { authorizedMinor: 0, capturedMinor: 0, refundedMinor: 0 }
    assert.deepEqual(await it.moved(call), nothing)
  })

  law('answers CAPTURED to a void that comes too late', async (it) => {
    const { call, report } = await captured(it)
    const late = await it.provider.void(paymentCall(call, voidKey(call.paymentId), report))
    assert.equal(late.status, 'CAPTURED')
    assert.equal((await it.moved(call)).capturedMinor, call.amountMinor)
  })

  law('either captures or voids when both are asked for at once', async (it) => {
    const { call, report } = await authorized(it)
    const [capture, given] = await Promise.all([
      it.provider.capture(paymentCall(call, captureKey(call.paymentId), report)),
      it.provider.void(paymentCall(call, voidKey(call.paymentId), report)),
    ])
    assert.equal(capture.status, given.status)
    const { capturedMinor } = await it.moved(call)
    assert.equal(capturedMinor, capture.status === 'CAPTURED' ? call.amountMinor : 0)
  })

  law('voids a challenge that the buyer left', async (it) => {
    const call = authorizeCall(it, 'challenge')
    const report = await it.provider.authorize(call)
    const given = await it.provider.void(paymentCall(call, voidKey(call.paymentId), report))
    assert.equal(given.status, 'VOIDED')
  })

  law('once void is answered, an authorize that comes late sets nothing aside', async (it) => {
    const call = authorizeCall(it, 'success')
    const given = await it.provider.void(paymentCall(call, voidKey(call.paymentId)))
    assert.equal(given.status, 'VOIDED')
    const late = await it.provider.authorize(call).catch((error: DomainError) => error.code)
    assert.ok(late === 'payment_key_reused' || (late as Report).status === 'VOIDED')
    assert.equal((await it.moved(call)).authorizedMinor, 0)
  })
}

function givingBack(law: Law): void {
  law('refunds once for each key, in parts, never more than was captured', async (it) => {
    const { call, report } = await captured(it)
    const part = refundCall(call, 400, report)
    assert.equal(await it.provider.refund(part), 'DONE')
    assert.equal(await it.provider.refund(part), 'DONE')
    assert.equal((await it.moved(call)).refundedMinor, 400)
    const tooMuch = refundCall(call, call.amountMinor - 399, report)
    await assert.rejects(it.provider.refund(tooMuch), isCode('refund_exceeds_capture'))
    assert.equal(await it.provider.refund(refundCall(call, call.amountMinor - 400, report)), 'DONE')
    assert.equal((await it.moved(call)).refundedMinor, call.amountMinor)
  })

  law('shows its refunds when asked', async (it) => {
    const { call, report } = await captured(it)
    const part = refundCall(call, 100, report)
    await it.provider.refund(part)
    const seen = await it.provider.retrieve(paymentCall(call, '', report))
    assert.deepEqual(seen?.refunds, [{ refundId: part.refundId, status: 'DONE' }])
  })

  law('of two refunds at once that exceed the capture together one is refused', async (it) => {
    const { call, report } = await captured(it)
    const share = Math.floor(call.amountMinor * 0.6)
    const both = [refundCall(call, share, report), refundCall(call, share, report)]
    const results = await Promise.allSettled(both.map((refund) => it.provider.refund(refund)))
    assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 1)
    assert.equal((await it.moved(call)).refundedMinor, share)
  })
}

function telling(law: Law): void {
  law('reads a webhook signed with the current or the previous secret', async (it) => {
    const rawBody = it.webhook('pay_1', 'payment')
    for (const secret of ['current', 'previous'] as const) {
      const headers = it.sign(rawBody, { secret, atMs: it.nowMs() })
      const message = await it.provider.parseWebhook(rawBody, headers)
      assert.equal(message.paymentId, 'pay_1')
      assert.notEqual(message.deliveryId, '')
    }
  })

  law('refuses a webhook with a wrong, missing, old or early signature', async (it) => {
    const rawBody = it.webhook('pay_1', 'payment')
    const nowMs = it.nowMs()
    const forged = [
      {},
      it.sign(rawBody, { secret: 'wrong', atMs: nowMs }),
      it.sign(rawBody, { secret: 'current', atMs: nowMs - 302_000 }),
      it.sign(rawBody, { secret: 'current', atMs: nowMs + 302_000 }),
      it.sign(it.webhook('pay_2', 'payment'), { secret: 'current', atMs: nowMs }),
    ]
    for (const headers of forged) {
      const reading = it.provider.parseWebhook(rawBody, headers)
      await assert.rejects(reading, isCode('invalid_signature'))
    }
    const near = it.sign(rawBody, { secret: 'current', atMs: nowMs - 298_000 })
    assert.equal((await it.provider.parseWebhook(rawBody, near)).paymentId, 'pay_1')
  })

  law('names no payment in a webhook of another kind', async (it) => {
    const rawBody = it.webhook('pay_1', 'unknown')
    const headers = it.sign(rawBody, { secret: 'current', atMs: it.nowMs() })
    assert.equal((await it.provider.parseWebhook(rawBody, headers)).paymentId, '')
  })

  law('refuses a signed webhook that is not JSON', async (it) => {
    const rawBody = new TextEncoder().encode('{"id":')
    const headers = it.sign(rawBody, { secret: 'current', atMs: it.nowMs() })
    await assert.rejects(it.provider.parseWebhook(rawBody, headers), isCode('malformed_webhook'))
  })
}

function authorizeCall(
  { tokens }: ProviderUnderTest,
  token: keyof ProviderUnderTest['tokens'],
): AuthorizeCall {
  const paymentId = newId(ids, 'payment')
  return {
    key: authorizeKey(paymentId),
    paymentId,
    bookingId: newId(ids, 'booking'),
    token: tokens[token],
    amountMinor: 1000,
    currency: 'EUR' as Currency,
  }
}

function paymentCall(call: AuthorizeCall, key: string, report?: Report): PaymentCall {
  const { token: _, ...terms } = call
  return { ...terms, key, providerRef: report?.providerRef ?? '', createdAtMs: 0 }
}

function refundCall(call: AuthorizeCall, refundMinor: number, report: Report): RefundCall {
  const refundId = newId(ids, 'refund')
  const key = refundKey(call.paymentId, refundId)
  return { ...paymentCall(call, key, report), refundId, refundMinor }
}

async function authorized(it: ProviderUnderTest, token: 'success' | 'captureFails' = 'success') {
  const call = authorizeCall(it, token)
  return { call, report: await it.provider.authorize(call) }
}

async function captured(it: ProviderUnderTest) {
  const { call, report } = await authorized(it)
  await it.provider.capture(paymentCall(call, captureKey(call.paymentId), report))
  return { call, report }
}

function isCode(code: string): (error: unknown) => boolean {
  return (error) => isDomainError(error, code)
}

function isUnavailable(error: unknown): boolean {
  return isDomainError(error) && error.kind === 'unavailable'
}
