import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { PaymentStatus as Status } from '@usher/contracts'
import type { BookingId, Currency, PaymentId, RefundId } from '@usher/kernel'
import { memoryTables } from '@usher/stores'
import { manualClock } from '@usher/testing'
import { tablesPaymentStore } from './adapters/tables/payment-store.ts'
import { tablesWebhookInbox } from './adapters/tables/webhook-inbox.ts'
import { openPayment, type Payment } from './domain/payment.ts'
import { refundedMinor } from './domain/payment-refunds.ts'
import type { PaymentProvider } from './ports/payment-provider.ts'
import type { PaymentStore } from './ports/payment-store.ts'
import { openPaymentService } from './payment.fixture.ts'
import type { PaymentPorts } from './usecases/payment-ports.ts'
import { PaymentTurns } from './usecases/payment-turns.ts'
import { refundPayment } from './usecases/refund-payment.ts'

describe('races', () => {
  test('fifty authorizations of one payment at once make one call to the provider', async () => {
    let calls = 0
    const it = openPaymentService({
      wrap: (provider) => counting(provider, () => (calls += 1)),
    })
    const request = it.example()
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => it.now.client.authorize(request)),
    )
    for (const { payment } of answers) assert.equal(payment?.status, Status.AUTHORIZED)
    assert.equal(calls, 1)
  })

  for (const first of ['capture', 'void'] as const) {
    test(`of capture and void at once, ${first} first, one wins and both tell`, async () => {
      const it = openPaymentService()
      const request = it.example()
      await it.now.client.authorize(request)
      const second = first === 'capture' ? 'void' : 'capture'
      const answers = [it.now.client[first](request), it.now.client[second](request)]
      const statuses = (await Promise.all(answers)).map(({ payment }) => payment?.status)
      const expected = first === 'capture' ? Status.CAPTURED : Status.VOIDED
      assert.deepEqual(statuses, [expected, expected])
      const { capturedMinor, authorizedMinor } = await it.moved(request.paymentId)
      assert.deepEqual([capturedMinor, authorizedMinor], [first === 'capture' ? 1000 : 0, 0])
    })
  }

  test('twenty repeats of one refund at once give the money back once', async () => {
    const it = openPaymentService()
    const request = it.example()
    await it.now.client.authorize(request)
    await it.now.client.capture(request)
    const refund = { paymentId: request.paymentId, refundId: it.refundId(), amountMinor: 600n }
    const answers = Array.from({ length: 20 }, () => it.now.client.refund(refund))
    for (const { done } of await Promise.all(answers)) assert.equal(done, true)
    assert.equal((await it.moved(request.paymentId)).refundedMinor, 600)
  })
})

describe('two refunds that exceed the capture together, at a provider that does not count', () => {
  test('one is refused when one process takes turns', async () => {
    const payments = await capturedPayment()
    const turns = new PaymentTurns()
    await refundTwice([portsOf(payments, turns), portsOf(payments, turns)])
    assert.equal(await refunded(payments), 600)
  })

  test('one is refused when two processes have nothing but the version condition', async () => {
    const payments = await capturedPayment()
    await refundTwice([
      portsOf(payments, new PaymentTurns()),
      portsOf(payments, new PaymentTurns()),
    ])
    assert.equal(await refunded(payments), 600)
  })

  test('twin: without turns and condition both are given, more than was captured', async () => {
    const payments = await capturedPayment()
    const careless = { ...payments, save: async () => undefined }
    const ports = [portsOf(careless, new PaymentTurns()), portsOf(careless, new PaymentTurns())]
    const results = await refundTwice(ports)
    const given = results.filter((result) => result.status === 'fulfilled' && result.value.done)
    assert.equal(given.length, 2)
  })
})

const paymentId = 'pay_1' as PaymentId

async function capturedPayment(): Promise<PaymentStore> {
  const store = tablesPaymentStore(memoryTables())
  const terms = { paymentId, bookingId: 'bk_1' as BookingId, provider: 'naive' }
  const opened = openPayment({ ...terms, amountMinor: 1000, currency: 'EUR' as Currency }, 1)
  const captured: Payment = { ...opened, status: 'CAPTURED', providerRef: 'x' }
  await store.save(captured)
  return {
    get: (id) => store.get(id),
    many: (ids) => store.many(ids),
    seen: (id) => store.seen(id),
    save: (payment) => store.save(payment),
    note: (payment) => store.note(payment),
    list: (page) => store.list(page),
  }
}

function portsOf(payments: PaymentStore, turns: PaymentTurns): PaymentPorts {
  const refund = async () => 'DONE' as const
  const providers = new Map([['naive', { refund } as unknown as PaymentProvider]])
  const inbox = tablesWebhookInbox(memoryTables())
  return { payments, turns, providers, inbox, clock: manualClock() }
}

function refundTwice(ports: readonly PaymentPorts[]) {
  const refunds = ports.map((port, i) => {
    const refundId = `rf_${i}` as RefundId
    return refundPayment(port, { paymentId, refundId, amountMinor: 600, reason: '' })
  })
  return Promise.allSettled(refunds)
}

async function refunded(payments: PaymentStore): Promise<number> {
  const payment = await payments.get(paymentId)
  return payment ? refundedMinor(payment) : 0
}

function counting(provider: PaymentProvider, count: () => void): PaymentProvider {
  return {
    authorize: (call) => {
      count()
      return provider.authorize(call)
    },
    capture: (call) => provider.capture(call),
    void: (call) => provider.void(call),
    refund: (call) => provider.refund(call),
    retrieve: (call) => provider.retrieve(call),
    parseWebhook: (rawBody, headers) => provider.parseWebhook(rawBody, headers),
  }
}
