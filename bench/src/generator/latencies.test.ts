import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Latencies } from './latencies.ts'

test('percentiles are right to three digits and the slowest is never lost', () => {
  const latencies = new Latencies()
  for (let ms = 1; ms <= 1000; ms++) latencies.record(ms * 1000)
  const { p50, p95, p99, max } = latencies.percentiles()
  for (const [found, exact] of [
    [p50, 500],
    [p95, 950],
    [p99, 990],
    [max, 1000],
  ] as const) {
    assert.ok(Math.abs(found - exact) / exact < 0.002, `${found} for ${exact}`)
  }
})

test('a latency beyond the range counts as its end, and one below as its beginning', () => {
  const latencies = new Latencies()
  latencies.record(0)
  latencies.record(1e12)
  const { p50, max } = latencies.percentiles()
  assert.equal(p50, 0.001)
  assert.ok(max >= 60_000)
})
