import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Environment } from '@usher/kernel'
import { memoryTables } from '@usher/stores'
import { manualClock, seededRandom } from '@usher/testing'
import { readSandboxSettings, readStripeSettings } from '../config.ts'
import { paymentProviders } from './payment-providers.ts'
import { tablesSandboxLedger } from './sandbox/tables-sandbox-ledger.ts'

test('only the sandbox is offered when nothing is configured, and it can be withheld', async () => {
  assert.deepEqual(await offered({}), ['sandbox'])
  assert.deepEqual(await offered({ USHER_PAYMENT_SANDBOX: 'off' }), [])
})

test('Stripe is offered with a key, two webhook secrets and a place to return to', async () => {
  const env = {
    USHER_PAYMENT_STRIPE_SECRET_KEY: 'sk_test_1',
    USHER_PAYMENT_STRIPE_WEBHOOK_SECRETS: `whsec_${'a'.repeat(16)}, whsec_${'b'.repeat(16)}`,
    USHER_PAYMENT_STRIPE_RETURN_URL: 'https://tickets.example.org/paid',
  }
  assert.deepEqual(await offered(env), ['sandbox', 'stripe'])
  const { USHER_PAYMENT_STRIPE_RETURN_URL: _, ...incomplete } = env
  await assert.rejects(offered(incomplete), /RETURN_URL must be set/)
})

async function offered(env: Environment): Promise<readonly string[]> {
  const { providers } = await paymentProviders({
    sandbox: readSandboxSettings(env),
    stripe: readStripeSettings(env),
    ledger: tablesSandboxLedger(memoryTables()),
    clock: manualClock(),
    random: seededRandom(1),
    sender: { send: async () => undefined },
    publicUrl: () => 'http://localhost',
  })
  return [...providers.keys()]
}
