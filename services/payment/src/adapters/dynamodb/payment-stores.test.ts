import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type PaymentId, systemClock, systemRandom } from '@usher/kernel'
import { badDay, limitedDynamodb } from '@usher/stores/dynamodb/limits/limited-dynamodb.fixture'
import type { Dynamodb } from '@usher/stores/dynamodb/open-dynamodb'
import { everyItem, temporaryDynamodb } from '@usher/stores/dynamodb/temporary-dynamodb.fixture'
import { realServer } from '@usher/testing'
import { paymentStoreContract } from '../../ports/payment-store.contract.ts'
import { webhookInboxContract } from '../../ports/webhook-inbox.contract.ts'
import { sandboxLedgerContract } from '../sandbox/sandbox-ledger.contract.ts'
import { openDynamodbPaymentStores } from './open-payment-stores.ts'
import { dynamodbSandboxLedger } from './sandbox-ledger.ts'
import { paymentTables, sandboxTables, webhookDeliveriesTable } from './table-descriptions.ts'

const server = realServer('USHER_DYNAMODB_ENDPOINT')

interface Opened {
  readonly dynamodb: Dynamodb
  readonly close: () => Promise<void>
}

const tables = [...paymentTables, ...sandboxTables]

const days = {
  DynamoDB: () => temporaryDynamodb(server.address, tables),
  'DynamoDB that throttles, cancels and loses answers': () =>
    limitedDynamodb(server.address, { tables, seed: 1, limits: badDay }),
} as const

for (const [name, open] of Object.entries(days)) {
  const opened = async () => storesOver(await open())
  paymentStoreContract(
    name,
    async () => {
      const { stores, close } = await opened()
      return { store: stores().payments, reopen: async () => stores().payments, close }
    },
    server.options,
  )
  webhookInboxContract(
    name,
    async () => {
      const { stores, close } = await opened()
      return { inbox: stores().inbox, close }
    },
    { ...server.options, forgetsByItself: true },
  )
  sandboxLedgerContract(
    name,
    async () => {
      const { needs, close } = await opened()
      return { ledger: dynamodbSandboxLedger(needs), close }
    },
    server.options,
  )
}

test('a delivery says when it may be forgotten, in whole seconds', server.options, async (t) => {
  const { needs, stores, close } = storesOver(await days.DynamoDB())
  t.after(close)
  const names = { provider: 'sandbox', deliveryId: 'd1', paymentId: 'pay_x' as PaymentId }
  await stores().inbox.record({ ...names, receivedAtMs: 1500 })
  const [item] = await everyItem(needs.dynamodb, webhookDeliveriesTable.name)
  assert.equal(item?.['ttl'], 62)
})

function storesOver({ dynamodb, close }: Opened) {
  const needs = { dynamodb, clock: systemClock, random: systemRandom }
  const stores = () => openDynamodbPaymentStores(needs, { webhookKeepMs: 60_000 })
  return { needs, stores, close }
}
