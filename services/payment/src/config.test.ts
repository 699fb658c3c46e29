import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readPaymentConfig, readSandboxSettings, readStripeSettings } from './config.ts'

test('nothing needs to be configured', () => {
  assert.deepEqual(readPaymentConfig({}), {
    providerDeadlineMs: 8000,
    webhookKeepMs: 3_024_000_000,
  })
  assert.deepEqual(readSandboxSettings({}), {
    offered: 'on',
    webhookSecrets: [],
    webhookUrl: '',
  })
  assert.equal(readStripeSettings({}).secretKey, '')
})

test('webhooks cannot be forgotten before thirty days have passed', () => {
  assert.throws(() => readPaymentConfig({ USHER_PAYMENT_WEBHOOK_KEEP: '29d' }), /30d/)
})

test('two secrets may be valid at once; a short one is refused without being told', () => {
  const name = 'USHER_PAYMENT_SANDBOX_WEBHOOK_SECRETS'
  const two = `${'a'.repeat(16)}, ${'b'.repeat(16)}`
  assert.equal(readSandboxSettings({ [name]: two }).webhookSecrets.length, 2)
  assert.throws(
    () => readSandboxSettings({ [name]: 'hunter2' }),
    (error: Error) => !error.message.includes('hunter2'),
  )
})

test('Stripe is offered with all it needs or not at all', () => {
  const key = { USHER_PAYMENT_STRIPE_SECRET_KEY: 'sk_test_1' }
  assert.throws(() => readStripeSettings(key), /WEBHOOK_SECRETS must.*RETURN_URL must/)
})

test('the sandbox can be withheld, and addresses are checked', () => {
  assert.equal(readSandboxSettings({ USHER_PAYMENT_SANDBOX: 'off' }).offered, 'off')
  const wrong = { USHER_PAYMENT_SANDBOX: 'no', USHER_PAYMENT_SANDBOX_WEBHOOK_URL: 'shop' }
  assert.throws(() => readSandboxSettings(wrong), /on or off.*https URL/)
})
