import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ReadReport } from '../generator/plan.ts'
import type { MeasuredPurchases } from './purchases.ts'
import {
  type MeasuredRound,
  searchReport,
  type SearchResult,
  searchTable,
} from './search-report.ts'

const times = { p50: 1, p95: 2, p99: 3, max: 4 }

function reads(done: number, refused: Readonly<Record<string, number>> = {}): ReadReport {
  return { done, refused, seconds: 10, cpuUs: 0, latencyMs: times, bodyBytes: 100 }
}

function bookings(done: number): MeasuredPurchases {
  return {
    done,
    refused: {},
    seconds: 10,
    cpuUs: 0,
    serverCpuUs: done * 200,
    reservationMs: times,
    bookingMs: times,
    bookingIds: [],
    buyers: done,
    ranOut: false,
  }
}

/** One pair; the machine is as fast as `done` says. */
function pair(number: number, done: { without: number; beside: number }): MeasuredRound[] {
  const round = { load: 'full', pair: number } as const
  const searches = { search: reads(400, { 503: 1 }), suggest: reads(100) }
  return [
    { ...round, bookings: bookings(done.without), searches: undefined, mainThreadCpuUs: 1e6 },
    { ...round, bookings: bookings(done.beside), searches, mainThreadCpuUs: 1e6 },
  ]
}

const result: SearchResult = {
  events: 100_000,
  searchesPerSecond: 40,
  suggestionsPerSecond: 10,
  alone: { search: reads(400), suggest: reads(100) },
  rounds: [
    ...pair(0, { without: 50_000, beside: 49_000 }),
    ...pair(1, { without: 10_000, beside: 9700 }),
    ...pair(2, { without: 40_000, beside: 20_000 }),
  ],
  verdict: { oversold: 0, lost: 0, mismatches: 0 },
}

test('rounds are compared in pairs, so that a slow moment of the machine is nobody’s fault', () => {
  const report = searchReport(result)
  assert.equal(report.bookings_ratio, 0.97)
  assert.deepEqual(
    report.bookings.map((each) => [each.load, each.beside_searches, each.bookings_per_second]),
    [
      ['full', false, 4000],
      ['full', true, 2000],
      ['half', false, null],
      ['half', true, null],
    ],
  )
})

test('searches are told beside nothing and beside bookings, with those that were refused', () => {
  const report = searchReport(result)
  const beside = report.reads.find((each) => each.name === 'search' && each.beside === 'full load')
  assert.equal(beside?.answered, 1200)
  assert.deepEqual(beside?.refused, { 503: 3 })
  assert.deepEqual(beside?.latency_ms, { p50: 1, p95: 2, p99: 3 })
  assert.match(searchTable(report), /40 searches and 10 suggestions a second: bookings\/s × 0\.970/)
})
