import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bookingsReport, bookingsTable, type TargetResult } from './bookings-report.ts'
import type { MeasuredPurchases, Verdict } from './purchases.ts'

const times = { p50: 1, p95: 2, p99: 3, max: 4 }
const clean: Verdict = { oversold: 0, lost: 0, mismatches: 0 }

function load(done: number, refused: Readonly<Record<string, number>> = {}): MeasuredPurchases {
  return {
    done,
    refused,
    seconds: 10,
    cpuUs: done * 100,
    serverCpuUs: done * 200,
    reservationMs: times,
    bookingMs: times,
    bookingIds: [],
    buyers: done,
    ranOut: false,
  }
}

function result(name: string, done: number, verdict = clean): TargetResult {
  return { name, full: load(done, { 409: 1 }), half: load(done / 2, { 409: 2 }), verdict }
}

test('the document has what machines rely on, and a ratio only to what was measured', () => {
  const nothing = { oversold: undefined, lost: undefined, mismatches: undefined }
  const report = bookingsReport(result('usher', 50_000), [result('limit', 80_000, nothing)])
  assert.equal(report.bookings_per_second, 5000)
  assert.deepEqual(report.reservation_ms, { p50: 1, p95: 2, p99: 3 })
  assert.equal(report.cpu_us_per_booking, 200)
  assert.deepEqual(report.ratio, { postgres: null, limit: 0.625 })
  assert.deepEqual([report.oversold, report.lost, report.mismatches], [0, 0, 0])
  assert.deepEqual(report.refused, { 409: 3 })
  assert.equal(report.targets[1]?.oversold, null)
})

test('CPU that could not be read is null, and a dash in the table', () => {
  const { full, ...rest } = result('usher', 1000)
  const unread = { ...rest, full: { ...full, serverCpuUs: Number.NaN } }
  const report = bookingsReport(unread, [])
  assert.equal(report.cpu_us_per_booking, null)
  assert.match(bookingsTable(report), /–/)
  assert.match(bookingsTable(report), /postgres was not measured, the limit was not measured/)
})
