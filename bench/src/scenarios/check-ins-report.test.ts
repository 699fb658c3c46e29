import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  checkInsReport,
  type CheckInsResult,
  checkInsTable,
  isSoundDoor,
  type MeasuredScans,
} from './check-ins-report.ts'

const clean = { admittedTwice: 0, lost: 0, unexplained: 0, mismatches: 0 }

function scans(done: number, refused: Readonly<Record<string, number>> = {}): MeasuredScans {
  return {
    done,
    refused,
    seconds: 10,
    cpuUs: done * 40,
    serverCpuUs: done * 200,
    mainThreadCpuUs: done * 100,
    latencyMs: { p50: 1, p95: 2, p99: 3, max: 4 },
    scanned: done,
    ranOut: false,
  }
}

const result: CheckInsResult = {
  scanners: 100,
  full: scans(50_000, { 503: 1 }),
  half: scans(12_500, { 503: 2 }),
  again: scans(60_000),
  unserved: {
    admitted: 20_000,
    refused: 0,
    measured: 16_000,
    seconds: 2,
    mainThreadCpuUs: 16_000 * 50,
    cpuUs: 16_000 * 150,
  },
  admitted: 82_500,
  verdict: clean,
}

test('the document has the rate over HTTP, the cost of a scan in each way, and the verdict', () => {
  const report = checkInsReport(result)
  assert.equal(report.check_ins_per_second, 5000)
  assert.deepEqual(report.check_in_ms, { p50: 1, p95: 2, p99: 3 })
  assert.deepEqual(
    report.ways.map((way) => [way.scans_per_second, way.main_thread_us_per_scan]),
    [
      [5000, 100],
      [6000, 100],
      [8000, 50],
    ],
  )
  assert.deepEqual(report.refused, { 503: 3 })
  assert.match(checkInsTable(report), /82,500 people let in: 0 with a ticket of somebody inside/)
})

test('one person too many at the door fails the benchmark', () => {
  assert.ok(isSoundDoor(clean))
  for (const fault of Object.keys(clean)) assert.ok(!isSoundDoor({ ...clean, [fault]: 1 }))
})
