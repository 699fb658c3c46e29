import assert from 'node:assert/strict'
import { test } from 'node:test'
import { allSettings } from './settings.ts'

test('every setting has one name, and the doctor lists it', () => {
  const names = allSettings.map(({ name }) => name)
  assert.equal(new Set(names).size, names.length)
  assert.ok(names.includes('USHER_PAYMENT_STRIPE_WEBHOOK_SECRETS'))
  assert.ok(names.includes('USHER_PAYMENT_SANDBOX_WEBHOOK_URL'))
})
