import assert from 'node:assert/strict'
import { test } from 'node:test'
import { prometheusMetrics } from '@usher/telemetry'
import { Door } from './simulation/door.fixture.ts'

test('every scan is counted by what it was answered', async () => {
  const metrics = prometheusMetrics()
  const door = await Door.open({ metrics })
  const code = await door.code(1)
  for (const shown of [code, code, 'nonsense', 'more nonsense']) await door.scan(shown)
  const text = await metrics.scrape()
  assert.match(text, /ticket_scans_total\{result="admitted",detail=""\} 1/)
  assert.match(text, /ticket_scans_total\{result="already_redeemed",detail="checked_in_before"\} 1/)
  assert.match(text, /ticket_scans_total\{result="invalid",detail="malformed"\} 2/)
})
