import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { BookingId, Currency, PaymentId } from '@usher/kernel'
import { memoryTables, reliableDisk } from '@usher/stores'
import { temporaryTables } from '@usher/testing'
import { openPayment } from '../../domain/payment.ts'
import { paymentStoreContract } from '../../ports/payment-store.contract.ts'
import { tablesPaymentStore } from './payment-store.ts'

for (const [name, open] of Object.entries(temporaryTables)) {
  paymentStoreContract(name, async () => {
    const { tables, reopen, close } = await open()
    return {
      store: tablesPaymentStore(tables),
      reopen: async () => tablesPaymentStore(await reopen()),
      close,
    }
  })
}

test('past its limit the oldest noted payment is written', async () => {
  const disk = reliableDisk()
  const store = tablesPaymentStore(memoryTables(disk), 1)
  for (const paymentId of ['pay_1', 'pay_2'] as PaymentId[]) {
    const terms = { paymentId, bookingId: 'bk_1' as BookingId, provider: 'sandbox' }
    const opened = openPayment({ ...terms, amountMinor: 1, currency: 'EUR' as Currency }, 1)
    await store.save(opened)
    await store.note({ ...opened, status: 'AUTHORIZED', version: 2 })
  }
  const reopened = tablesPaymentStore(memoryTables(disk))
  assert.equal((await reopened.get('pay_1' as PaymentId))?.status, 'AUTHORIZED')
  assert.equal((await reopened.get('pay_2' as PaymentId))?.status, 'PROCESSING')
})
