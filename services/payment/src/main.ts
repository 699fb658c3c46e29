import { PaymentService } from '@usher/contracts'
import { readProcessConfig } from '@usher/process/service/process-settings'
import { Reachability } from '@usher/process/service/reachability'
import { runService } from '@usher/process/service/run-service'
import { readDynamodbConfig } from '@usher/stores/dynamodb/dynamodb-settings'
import { openDynamodb } from '@usher/stores/dynamodb/open-dynamodb'
import { openDynamodbPaymentStores } from './adapters/dynamodb/open-payment-stores.ts'
import { dynamodbSandboxLedger } from './adapters/dynamodb/sandbox-ledger.ts'
import { paymentTables, sandboxTables } from './adapters/dynamodb/table-descriptions.ts'
import { paymentProviders } from './adapters/payment-providers.ts'
import { httpWebhookSender } from './adapters/sandbox/http-webhook-sender.ts'
import { readPaymentConfig, readSandboxSettings, readStripeSettings } from './config.ts'
import { createPayment } from './payment.ts'

const settings = {
  process: readProcessConfig,
  payment: readPaymentConfig,
  sandbox: readSandboxSettings,
  stripe: readStripeSettings,
  dynamodb: readDynamodbConfig,
}

await runService('payment', settings, async (given, config) => {
  const { clock, random, logger } = given
  const tables = [...paymentTables, ...sandboxTables]
  const dynamodb = await openDynamodb(config.dynamodb, tables, given.metrics)
  const needs = { dynamodb, clock, random }
  const { publicUrl } = config.process
  const { providers, sandbox } = await paymentProviders({
    ...config,
    ...needs,
    ledger: dynamodbSandboxLedger(needs),
    sender: httpWebhookSender(`${publicUrl}/v1/payments/webhooks/sandbox`),
    publicUrl: () => publicUrl,
  })
  const stores = openDynamodbPaymentStores(needs, { webhookKeepMs: config.payment.webhookKeepMs })
  const challenges = sandbox ? { challenges: sandbox } : {}
  const payment = createPayment({ ...needs, ...stores, ...challenges, providers }, config.payment)
  const store = new Reachability('dynamodb', () => dynamodb.ping(), logger)
  return {
    offers: [{ service: PaymentService, handlers: payment.rpc }],
    jobs: [...payment.jobs, ...(sandbox?.jobs ?? []), store.job],
    ready: () => payment.ready() && store.reached(),
    close: async () => dynamodb.close(),
  }
})
