import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PaymentService } from '@usher/contracts'
import { manualClock } from '@usher/testing'
import type { CallOptions, Handlers } from './client.ts'
import { localClient } from './local-client.ts'

test('a call after its deadline never begins, and one that has begun is answered', async () => {
  const clock = manualClock()
  const { handlers, calls } = slowHandlers(() => clock.sleep(1000))
  const client = localClient(PaymentService, handlers, clock)
  const options = { deadlineMs: clock.monotonicMs() + 500 }
  const begun = client.getPayment({ paymentId: 'pay_1' }, options)
  await clock.advance(1000)
  assert.equal((await begun).payment?.paymentId, 'pay_1')
  const late = { kind: 'unavailable', code: 'deadline_exceeded' }
  await assert.rejects(client.getPayment({ paymentId: 'pay_2' }, options), late)
  assert.deepEqual(calls, [options])
})

test('a call without a deadline, or without a clock to hold it to, always begins', async () => {
  const { handlers, calls } = slowHandlers(async () => undefined)
  await localClient(PaymentService, handlers, manualClock()).getPayment({})
  await localClient(PaymentService, handlers).getPayment({}, { deadlineMs: -1 })
  assert.deepEqual(calls, [{}, { deadlineMs: -1 }])
})

test('messages reach either side with their defaults', async () => {
  const { handlers } = slowHandlers(async () => undefined)
  const { payment } = await localClient(PaymentService, handlers).getPayment({})
  assert.deepEqual([payment?.paymentId, payment?.amountMinor], ['', 0n])
})

/** Answers with the payment that was asked for, and remembers how it was asked. */
function slowHandlers(wait: () => Promise<void>) {
  const calls: CallOptions[] = []
  const refuse = () => Promise.reject(new Error('not called here'))
  const others = PaymentService.methods.map((method) => [method.localName, refuse])
  const handlers: Handlers<typeof PaymentService> = {
    ...Object.fromEntries(others),
    getPayment: async ({ paymentId }: { paymentId: string }, options: CallOptions) => {
      calls.push(options)
      await wait()
      return { payment: { paymentId } }
    },
  }
  return { handlers, calls }
}
