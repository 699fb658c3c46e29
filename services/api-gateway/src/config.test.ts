import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readGatewayConfig } from './config.ts'

test('without settings nobody is trusted, no page may call, and robots are slowed down', () => {
  const config = readGatewayConfig({})
  assert.equal(config.trustProxy, false)
  assert.deepEqual(config.corsOrigins, [])
  assert.equal(config.limits.auth.perAddress, 60)
  assert.ok(config.limits.scans.perUser >= 50 * 60, 'a scanner is faster than any queue')
  assert.equal(config.mailbox, false, 'mails hold tickets')
})

test('limits, proxies and origins are read', () => {
  const config = readGatewayConfig({
    USHER_LIMIT_READS_PER_USER: '0',
    USHER_TRUST_PROXY: '2',
    USHER_CORS_ORIGINS: 'https://a.example, https://b.example',
  })
  assert.equal(config.limits.reads.perUser, 0)
  assert.equal(config.trustProxy, 2)
  assert.deepEqual(config.corsOrigins, ['https://a.example', 'https://b.example'])
})

test('every problem is named', () => {
  assert.throws(
    () => readGatewayConfig({ USHER_LIMIT_AUTH_PER_USER: '-1', USHER_IDEMPOTENCY_KEEP: '1h' }),
    /USHER_LIMIT_AUTH_PER_USER.*USHER_IDEMPOTENCY_KEEP/,
  )
})
