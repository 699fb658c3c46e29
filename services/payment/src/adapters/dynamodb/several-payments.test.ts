import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { PaymentService, PaymentStatus } from '@usher/contracts'
import { isDomainError, newId, systemClock, systemRandom } from '@usher/kernel'
import { localClient } from '@usher/rpc'
import { temporaryDynamodb } from '@usher/stores/dynamodb/temporary-dynamodb.fixture'
import type { StoreNeeds } from '@usher/stores/dynamodb/store-needs'
import { realServer } from '@usher/testing'
import { config } from '../../payment.fixture.ts'
import { createPayment } from '../../payment.ts'
import { Sandbox } from '../sandbox/sandbox.ts'
import { openDynamodbPaymentStores } from './open-payment-stores.ts'
import { dynamodbSandboxLedger } from './sandbox-ledger.ts'
import { paymentTables, sandboxTables } from './table-descriptions.ts'

// Each process remembers payments that it has seen; none of them may rely on it.

const server = realServer('USHER_DYNAMODB_ENDPOINT')
const clock = systemClock
const random = systemRandom
/** Nothing is said here of how long an answer may take. */
const patient = { ...config, providerDeadlineMs: 60_000 }

function paymentProcess(needs: StoreNeeds) {
  const sandbox = new Sandbox(
    { ...needs, ledger: dynamodbSandboxLedger(needs), sender: { send: async () => {} } },
    { webhookSecrets: ['whsec_test'], challengeUrl: (id) => id },
  )
  const stores = openDynamodbPaymentStores(needs, patient)
  const providers = new Map([['sandbox', sandbox]])
  const { rpc } = createPayment({ ...needs, ...stores, providers }, patient)
  return localClient(PaymentService, rpc)
}

async function two(t: TestContext) {
  const tables = [...paymentTables, ...sandboxTables]
  const { dynamodb, close } = await temporaryDynamodb(server.address, tables)
  t.after(close)
  const needs = { dynamodb, clock, random }
  return [paymentProcess(needs), paymentProcess(needs)] as const
}

function terms() {
  return {
    paymentId: newId({ clock, random }, 'payment'),
    bookingId: newId({ clock, random }, 'booking'),
    provider: 'sandbox',
    token: 'tok_success',
    amountMinor: 1000n,
    currency: 'EUR',
  }
}

test('a payment that another process has voided is not captured', server.options, async (t) => {
  const [first, second] = await two(t)
  const { paymentId, ...rest } = terms()
  await first.authorize({ paymentId, ...rest })
  await second.void({ paymentId })
  const { payment } = await first.capture({ paymentId })
  assert.equal(payment?.status, PaymentStatus.VOIDED)
  const known = await second.getPayment({ paymentId, refresh: true })
  assert.equal(known.payment?.status, PaymentStatus.VOIDED)
})

test(
  'what one process has authorized another captures, and both say so',
  server.options,
  async (t) => {
    const [first, second] = await two(t)
    const request = terms()
    await first.authorize(request)
    for (const process of [second, first]) {
      const { payment } = await process.capture({ paymentId: request.paymentId })
      assert.equal(payment?.status, PaymentStatus.CAPTURED)
    }
  },
)

test('an authorize that comes again elsewhere finds the payment', server.options, async (t) => {
  const [first, second] = await two(t)
  const request = terms()
  const answers = [await first.authorize(request), await second.authorize(request)]
  assert.deepEqual(answers[1], answers[0])
  const other = second.authorize({ ...request, amountMinor: 999n })
  await assert.rejects(other, (error) => isDomainError(error, 'payment_reused'))
})

test('a void that came first elsewhere stops an authorize', server.options, async (t) => {
  const [first, second] = await two(t)
  const request = terms()
  await second.void({ paymentId: request.paymentId })
  const { payment } = await first.authorize(request)
  assert.equal(payment?.status, PaymentStatus.VOIDED)
})
