import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { BookingId, Currency, PaymentId } from '@usher/kernel'
import type { SandboxDelivery, SandboxLedger } from './sandbox-ledger.ts'
import { addSandboxRefund } from './sandbox-refund.ts'
import { openSandboxPayment, type SandboxPayment } from './sandbox-payment.ts'

interface LedgerUnderTest {
  readonly ledger: SandboxLedger
  readonly close: () => Promise<void>
}

/** What every `SandboxLedger` keeps. */
export function sandboxLedgerContract(
  name: string,
  open: () => Promise<LedgerUnderTest>,
  options: { readonly skip?: string | false } = {},
): void {
  const law = (title: string, body: (ledger: SandboxLedger) => Promise<void>): void => {
    test(title, async () => {
      const { ledger, close } = await open()
      try {
        await body(ledger)
      } finally {
        await close()
      }
    })
  }
  describe(`${name}: the sandbox ledger`, options, () => laws(law))
}

function laws(law: (title: string, body: (ledger: SandboxLedger) => Promise<void>) => void): void {
  law('a payment is read back whole, and found by its challenge', async (ledger) => {
    const captured: SandboxPayment = { ...example('pay_1'), status: 'CAPTURED' }
    const call = { key: 'k', refundId: 'rf_1', refundMinor: 300 }
    const payment = addSandboxRefund(captured, call as never, 5)
    assert.deepEqual(await ledger.update(payment.paymentId, () => ({ payment })), payment)
    assert.deepEqual(await ledger.get(payment.paymentId), payment)
    assert.equal(await ledger.challenged(payment.challengeId), payment.paymentId)
    assert.equal(await ledger.challenged('ch_unknown'), undefined)
  })

  law('of a hundred updates at once each sees the one before', async (ledger) => {
    const payment = example('pay_1')
    await ledger.update(payment.paymentId, () => ({ payment }))
    const addOne = (known = payment) => ({
      payment: { ...known, amountMinor: known.amountMinor + 1 },
    })
    const updates = Array.from({ length: 100 }, () => ledger.update(payment.paymentId, addOne))
    await Promise.all(updates)
    assert.equal((await ledger.get(payment.paymentId))?.amountMinor, payment.amountMinor + 100)
  })

  law('a step that refuses or changes nothing leaves all as it was', async (ledger) => {
    const payment = example('pay_1')
    await ledger.update(payment.paymentId, () => ({ payment }))
    const refuse = () => {
      throw new Error('refused')
    }
    await assert.rejects(ledger.update(payment.paymentId, refuse), /refused/)
    assert.deepEqual(await ledger.update(payment.paymentId, () => undefined), payment)
    assert.equal(await ledger.update('pay_2' as PaymentId, () => undefined), undefined)
  })

  law('deliveries are due in the order of their time, until they are removed', async (ledger) => {
    const payment = example('pay_1')
    const [first, second, third] = [10, 20, 30].map(delivery) as [
      SandboxDelivery,
      SandboxDelivery,
      SandboxDelivery,
    ]
    await ledger.update(payment.paymentId, () => ({ payment, delivery: second }))
    for (const other of [third, first]) await ledger.saveDelivery(other)
    assert.deepEqual(await ledger.dueDeliveries({ nowMs: 20, limit: 9 }), [first, second])
    assert.deepEqual(await ledger.dueDeliveries({ nowMs: 99, limit: 1 }), [first])
    await ledger.removeDelivery(first.deliveryId)
    await ledger.saveDelivery({ ...second, dueAtMs: 40 })
    const due = await ledger.dueDeliveries({ nowMs: 99, limit: 9 })
    assert.deepEqual(due, [third, { ...second, dueAtMs: 40 }])
  })

  law('payments are listed in the order of their ids, page by page', async (ledger) => {
    for (const id of ['pay_3', 'pay_1', 'pay_2']) {
      const payment = example(id)
      await ledger.update(payment.paymentId, () => ({ payment }))
    }
    const first = await ledger.list({ limit: 2 })
    const rest = await ledger.list({ after: 'pay_2' as PaymentId, limit: 2 })
    const ids = [...first, ...rest].map(({ paymentId }) => paymentId)
    assert.deepEqual(ids, ['pay_1', 'pay_2', 'pay_3'])
  })
}

function example(id: string): SandboxPayment {
  const opening = {
    paymentId: id as PaymentId,
    bookingId: 'bk_1' as BookingId,
    providerRef: 'sbx_1',
    token: 'tok_challenge',
    amountMinor: 1000,
    currency: 'EUR' as Currency,
    challengeId: `ch_${id}`,
  }
  return openSandboxPayment(opening, 1)
}

function delivery(dueAtMs: number): SandboxDelivery {
  const paymentId = 'pay_1' as PaymentId
  const deliveryId = `whd_${dueAtMs}`
  return { deliveryId, paymentId, createdAtMs: 1, dueAtMs, failures: 0, remaining: 1 }
}
