import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readGatewayConfig } from '@usher/api-gateway'
import { demoSettings } from './demo-settings.ts'

test('a demo lets in ten times as many calls as a shop, and fewer where that was set', () => {
  const shop = readGatewayConfig({}).limits
  const demo = readGatewayConfig({ ...demoSettings, USHER_LIMIT_AUTH_PER_ADDRESS: '7' }).limits
  assert.equal(demo.reservations.perUser, shop.reservations.perUser * 10)
  assert.equal(demo.bookings.perAddress, shop.bookings.perAddress * 10)
  assert.equal(demo.auth.perAddress, 7)
})
