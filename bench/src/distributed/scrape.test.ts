import assert from 'node:assert/strict'
import { test } from 'node:test'
import { greatestOf, quantileBetween, samplesOf, sumOf } from './scrape.ts'

const before = samplesOf(`# TYPE took_seconds histogram
took_seconds_bucket{le="0.01",kind="read"} 5
took_seconds_bucket{le="+Inf",kind="read"} 5
sold_total{section="a"} 2
sold_total{section="b"} 3
`)
const after = samplesOf(`took_seconds_bucket{le="0.01",kind="read"} 95
took_seconds_bucket{le="0.05",kind="read"} 104
took_seconds_bucket{le="+Inf",kind="read"} 105
took_seconds_bucket{le="0.01",kind="write"} 0
took_seconds_bucket{le="0.05",kind="write"} 0
took_seconds_bucket{le="+Inf",kind="write"} 7`)

test('a quantile is of what was counted between two scrapes, and a bound that it keeps', () => {
  const reads = { quantile: 0.99, having: 'kind="read"' }
  assert.equal(quantileBetween({ before, after }, 'took_seconds', reads), 0.05)
  assert.equal(
    quantileBetween({ before, after }, 'took_seconds', { ...reads, quantile: 0.5 }),
    0.01,
  )
  const writes = { quantile: 0.5, having: 'kind="write"' }
  assert.equal(quantileBetween({ before, after }, 'took_seconds', writes), Number.POSITIVE_INFINITY)
  assert.ok(Number.isNaN(quantileBetween({ before, after: before }, 'took_seconds', reads)))
})

test('series are summed or the greatest is taken, and what nobody tells is no number', () => {
  assert.equal(sumOf(before, 'sold_total'), 5)
  assert.equal(greatestOf(before, ['sold_total']), 3)
  assert.ok(Number.isNaN(sumOf(before, 'lost_total')))
})
