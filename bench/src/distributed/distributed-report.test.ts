import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { MeasuredPurchases } from '../scenarios/purchases.ts'
import { distributedReport, distributedTable, type Run } from './distributed-report.ts'
import { samplesOf } from './scrape.ts'
import { slaOf } from './sla.ts'

const times = { p50: 10, p95: 20, p99: 30, max: 40 }
const load: MeasuredPurchases = {
  done: 100,
  refused: { 409: 2 },
  seconds: 10,
  cpuUs: 1000,
  serverCpuUs: 1000,
  reservationMs: times,
  bookingMs: times,
  bookingIds: [],
  buyers: 102,
  ranOut: false,
}

function run(inventories: number): Run {
  const cpu = (us: number) => ({
    services: new Map([
      ['inventory', us],
      ['inventory-2', us],
      ['booking', us],
    ]),
    servers: new Map([['mysql', us]]),
  })
  return {
    inventories,
    idle: { seconds: 5, ...cpu(50_000) },
    cost: { seconds: 10, ...cpu(200_000) },
    full: load,
    half: load,
    verdict: { oversold: 0, lost: 0, mismatches: 0 },
    sla: slaOf(watched),
  }
}

const watched = {
  before: [],
  after: samplesOf(`dynamodb_request_duration_seconds_bucket{le="0.01",access="read"} 100
dynamodb_request_duration_seconds_bucket{le="+Inf",access="read"} 100
grpc_client_call_duration_seconds_bucket{le="0.05"} 90
grpc_client_call_duration_seconds_bucket{le="+Inf"} 100
double_bookings_total 0`),
  lagSeconds: 1.25,
  reservationMsP99: 501,
  availabilityMsP99: 99,
  answers: 10_000,
  failed: 4,
  oversold: 0,
}

test('our processes, what they use idle, and the servers are told apart, per booking', () => {
  const report = distributedReport([run(1), run(2)])
  assert.equal(report.bookings_per_second, 10)
  assert.equal(report.cpu_us_per_booking, 6000)
  assert.equal(report.idle_us_per_booking, 3000)
  assert.equal(report.inventory_us_per_booking, 4000)
  assert.equal(report.servers_us_per_booking, 2000)
  assert.deepEqual(
    report.runs.map(({ inventories }) => inventories),
    [1, 2],
  )
  const mysql = report.processes.find(({ name }) => name === 'mysql')
  assert.deepEqual(mysql, { name: 'mysql', ours: false, cpu_us_per_booking: 2000, idle_percent: 1 })
})

test('each of the nine targets is met, missed, or was not measured', () => {
  const met = slaOf(watched).map(({ met: kept }) => kept)
  assert.deepEqual(met, [true, false, null, true, null, false, true, true, true])
  assert.equal(slaOf({ ...watched, oversold: 1 }).at(-1)?.met, false)
  assert.equal(slaOf({ ...watched, failed: 6 }).at(-2)?.met, false)
})

test('people read a table of each', () => {
  const text = distributedTable(distributedReport([run(1)]))
  assert.match(text, /Seat reservation \(p99\) +<500 ms +501 ms +missed/)
  assert.match(text, /Lock acquisition \(p99\) +<50 ms +– +not measured/)
  assert.match(text, /mysql +server +2,000 +1/)
})
