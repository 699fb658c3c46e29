import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type PaymentId, systemClock, systemRandom } from '@usher/kernel'
import { everyItem, temporaryDynamodb } from '@usher/stores/dynamodb/temporary-dynamodb.fixture'
import { realServer } from '@usher/testing'
import { paymentStoreContract } from '../../ports/payment-store.contract.ts'
import { webhookInboxContract } from '../../ports/webhook-inbox.contract.ts'
import { sandboxLedgerContract } from '../sandbox/sandbox-ledger.contract.ts'
import { openDynamodbPaymentStores } from './open-payment-stores.ts'
import { dynamodbSandboxLedger } from './sandbox-ledger.ts'
import { paymentTables, sandboxTables, webhookDeliveriesTable } from './table-descriptions.ts'

const server = realServer('USHER_DYNAMODB_ENDPOINT')

paymentStoreContract(
  'DynamoDB',
  async () => {
    const { stores, close } = await opened()
    return { store: stores().payments, reopen: async () => stores().payments, close }
  },
  server.options,
)
webhookInboxContract(
  'DynamoDB',
  async () => {
    const { stores, close } = await opened()
    return { inbox: stores().inbox, close }
  },
  { ...server.options, forgetsByItself: true },
)
sandboxLedgerContract(
  'DynamoDB',
  async () => {
    const { dynamodb, close } = await temporaryDynamodb(server.address, sandboxTables)
    const ledger = dynamodbSandboxLedger({ dynamodb, clock: systemClock, random: systemRandom })
    return { ledger, close }
  },
  server.options,
)

test('a delivery says when it may be forgotten, in whole seconds', server.options, async (t) => {
  const { dynamodb, stores, close } = await opened()
  t.after(close)
  const names = { provider: 'sandbox', deliveryId: 'd1', paymentId: 'pay_x' as PaymentId }
  await stores().inbox.record({ ...names, receivedAtMs: 1500 })
  const [item] = await everyItem(dynamodb, webhookDeliveriesTable.name)
  assert.equal(item?.['ttl'], 62)
})

async function opened() {
  const { dynamodb, close } = await temporaryDynamodb(server.address, paymentTables)
  const needs = { dynamodb, clock: systemClock, random: systemRandom }
  const stores = () => openDynamodbPaymentStores(needs, { webhookKeepMs: 60_000 })
  return { dynamodb, stores, close }
}
