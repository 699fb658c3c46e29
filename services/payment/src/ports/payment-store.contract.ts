import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Currency } from '@usher/kernel'
import { isDomainError, newId, systemClock, systemRandom } from '@usher/kernel'
import { openPayment, type Payment } from '../domain/payment.ts'
import { addRefund } from '../domain/payment-refunds.ts'
import type { PaymentStore } from './payment-store.ts'

const ids = { clock: systemClock, random: systemRandom }

interface StoreUnderTest {
  readonly store: PaymentStore
  /** The same data as after a crash; undefined when nothing survives one. */
  readonly reopen?: () => Promise<PaymentStore>
  readonly close: () => Promise<void>
}

/** What every `PaymentStore` keeps. */
export function paymentStoreContract(
  name: string,
  open: () => Promise<StoreUnderTest>,
  options: { readonly skip?: string | false } = {},
): void {
  describe(`${name}: a payment store`, options, () => {
    test('a saved payment is read back whole', async () => {
      await using({ open }, async ({ store }) => {
        const payment = withRefund(example())
        for (const version of [1, 2]) await store.save({ ...payment, version })
        assert.deepEqual(await store.get(payment.paymentId), { ...payment, version: 2 })
        assert.equal(await store.get(newId(ids, 'payment')), undefined)
      })
    })

    test('of two writers with one version one succeeds', async () => {
      await using({ open }, async ({ store }) => {
        const payment = example()
        const results = await Promise.allSettled([store.save(payment), store.save(payment)])
        assert.deepEqual(results.map(outcome).toSorted(), ['fulfilled', 'payment_changed'])
        const next = { ...payment, version: 2 }
        const races = [store.save(next), store.note(next), store.save(next)]
        const codes = (await Promise.allSettled(races)).map(outcome)
        assert.deepEqual(codes.toSorted(), ['fulfilled', 'payment_changed', 'payment_changed'])
      })
    })

    test('a version that skips one is refused', async () => {
      await using({ open }, async ({ store }) => {
        const payment = example()
        await assert.rejects(store.save({ ...payment, version: 2 }), isChanged)
        await store.save(payment)
        await assert.rejects(store.note({ ...payment, version: 3 }), isChanged)
        assert.equal((await store.get(payment.paymentId))?.version, 1)
      })
    })

    test('a noted payment is read, listed and followed by the next save', async () => {
      await using({ open }, async ({ store }) => {
        const payment = example()
        await store.save(payment)
        const noted: Payment = { ...payment, status: 'AUTHORIZED', version: 2 }
        await store.note(noted)
        assert.deepEqual(await store.get(payment.paymentId), noted)
        assert.deepEqual(await store.list({ limit: 10 }), [noted])
        await store.save({ ...noted, status: 'CAPTURED', version: 3 })
        assert.equal((await store.get(payment.paymentId))?.status, 'CAPTURED')
      })
    })

    test('what was saved survives a crash', async () => {
      await using({ open }, async ({ store, reopen }) => {
        if (!reopen) return
        const payment = example()
        await store.save(payment)
        await store.note({ ...payment, status: 'AUTHORIZED', version: 2 })
        const reopened = await reopen()
        const found = await reopened.get(payment.paymentId)
        assert.ok(found && found.version >= 1)
        await reopened.save({ ...found, status: 'VOIDED', version: found.version + 1 })
        assert.equal((await reopened.get(payment.paymentId))?.status, 'VOIDED')
      })
    })

    test('many payments are read at once, those that there are', async () => {
      await using({ open }, async ({ store }) => {
        const [one, other, unknown] = [example(), example(), example()]
        for (const payment of [one, other]) await store.save(payment)
        await store.note({ ...other, status: 'AUTHORIZED', version: 2 })
        const ids = [one, other, unknown, one].map(({ paymentId }) => paymentId)
        const found = (await store.many(ids)).map(({ paymentId, version }) => [paymentId, version])
        assert.deepEqual(Object.fromEntries(found), { [one.paymentId]: 1, [other.paymentId]: 2 })
        assert.equal(found.length, 2)
        assert.deepEqual(await store.many([]), [])
      })
    })

    test('payments are listed in the order of their ids, page by page', async () => {
      await using({ open }, async ({ store }) => {
        const payments = Array.from({ length: 5 }, example)
        for (const payment of payments) await store.save(payment)
        const sorted = payments.map(({ paymentId }) => paymentId).sort()
        const first = await store.list({ limit: 3 })
        const after = first.at(-1)?.paymentId
        assert.ok(after)
        const rest = await store.list({ after, limit: 3 })
        assert.deepEqual(
          [...first, ...rest].map(({ paymentId }) => paymentId),
          sorted,
        )
      })
    })
  })
}

async function using(
  { open }: { open: () => Promise<StoreUnderTest> },
  body: (opened: StoreUnderTest) => Promise<void>,
): Promise<void> {
  const opened = await open()
  try {
    await body(opened)
  } finally {
    await opened.close()
  }
}

function example(): Payment {
  const terms = {
    paymentId: newId(ids, 'payment'),
    bookingId: newId(ids, 'booking'),
    provider: 'sandbox',
    amountMinor: 9_007_199_254_740_991,
    currency: 'EUR' as Currency,
  }
  return openPayment(terms, 1_700_000_000_000)
}

function withRefund(payment: Payment): Payment {
  const captured: Payment = { ...payment, status: 'CAPTURED', providerRef: 'x', captureBeforeMs: 7 }
  return addRefund(captured, { refundId: newId(ids, 'refund'), amountMinor: 5, reason: 'ü' }, 9)
}

function outcome(result: PromiseSettledResult<void>): string {
  if (result.status === 'fulfilled') return result.status
  return isDomainError(result.reason) ? result.reason.code : String(result.reason)
}

function isChanged(error: unknown): boolean {
  return isDomainError(error, 'payment_changed')
}
