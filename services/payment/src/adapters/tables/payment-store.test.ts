import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BookingId, Currency, PaymentId } from '@usher/kernel'
import { memoryTables, openSqliteTables, reliableDisk } from '@usher/stores'
import { openPayment } from '../../domain/payment.ts'
import { paymentStoreContract } from '../../ports/payment-store.contract.ts'
import { tablesPaymentStore } from './payment-store.ts'

paymentStoreContract('tables in memory', async () => {
  const disk = reliableDisk()
  return {
    store: tablesPaymentStore(memoryTables(disk)),
    reopen: async () => tablesPaymentStore(memoryTables(disk)),
    close: async () => undefined,
  }
})

paymentStoreContract('tables in SQLite', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'usher-payment-'))
  let tables = await openSqliteTables({ directory })
  return {
    store: tablesPaymentStore(tables),
    reopen: async () => {
      await tables.close()
      tables = await openSqliteTables({ directory })
      return tablesPaymentStore(tables)
    },
    close: async () => {
      await tables.close()
      await rm(directory, { recursive: true })
    },
  }
})

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
