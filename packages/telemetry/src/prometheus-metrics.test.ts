import assert from 'node:assert/strict'
import { test } from 'node:test'
import { prometheusMetrics } from './prometheus-metrics.ts'

test('counters, gauges and histograms appear in the scrape with their labels', async () => {
  const metrics = prometheusMetrics()
  const sold = metrics.counter({ name: 'sold_total', help: 'Seats sold', labels: ['section'] })
  const plain = metrics.counter({ name: 'plain_total', help: 'No labels' })
  const duration = metrics.histogram({ name: 'took_seconds', help: 'Time', buckets: [1, 2] })
  const open = metrics.gauge({ name: 'open', help: 'Open now', labels: ['kind'] })
  metrics.gaugeOf({ name: 'read_later', help: 'Read at scrape' }, () => 7)

  sold.add(2, { section: 'A' })
  plain.add(1)
  duration.observe(1.5)
  open.set(3, { kind: 'x' })

  const text = await metrics.scrape()
  for (const line of [
    'sold_total{section="A"} 2',
    'plain_total 1',
    'took_seconds_bucket{le="1"} 0',
    'took_seconds_bucket{le="2"} 1',
    'took_seconds_count 1',
    'open{kind="x"} 3',
    'read_later 7',
  ]) {
    assert.ok(text.split('\n').includes(line), `${line} is missing in\n${text}`)
  }
})

test('a name cannot be defined twice', () => {
  const metrics = prometheusMetrics()
  metrics.counter({ name: 'once_total', help: 'First' })
  assert.throws(() => metrics.counter({ name: 'once_total', help: 'Second' }), /already/)
})

test('process metrics are there when asked for', async () => {
  const metrics = prometheusMetrics({ withProcessMetrics: true })
  assert.match(await metrics.scrape(), /process_resident_memory_bytes/)
})
