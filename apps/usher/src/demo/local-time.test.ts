import assert from 'node:assert/strict'
import { test } from 'node:test'
import { localTimeMs } from './local-time.ts'

const noon = Date.parse('2026-01-10T12:00:00Z')

test('an hour of the day is the hour that clocks at the place show', () => {
  const at = (timeZone: string) =>
    new Date(localTimeMs(noon, { days: 7, hour: 20, timeZone })).toISOString()
  assert.equal(at('Asia/Taipei'), '2026-01-17T12:00:00.000Z')
  assert.equal(at('Europe/Madrid'), '2026-01-17T19:00:00.000Z')
  assert.equal(at('Europe/London'), '2026-01-17T20:00:00.000Z')
  assert.equal(at('America/New_York'), '2026-01-18T01:00:00.000Z')
})

test('summer time is that of the day in question', () => {
  const timeMs = localTimeMs(noon, { days: 180, hour: 20, timeZone: 'Europe/Madrid' })
  assert.equal(new Date(timeMs).toISOString(), '2026-07-09T18:00:00.000Z')
})
