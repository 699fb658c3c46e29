import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ticketsReport, ticketsTable } from './tickets-report.ts'

const works = [
  { name: 'codes signed', count: 4000, seconds: 1, cpuUs: 100_000 },
  { name: 'bare signatures', count: 5000, seconds: 1, cpuUs: 100_000 },
]

test('work is told a second and a core, beside what the bare algorithm could', () => {
  const report = ticketsReport(works)
  assert.deepEqual(report.work[0], {
    name: 'codes signed',
    per_second: 4000,
    cpu_us: 25,
    per_second_per_core: 40_000,
  })
  assert.equal(report.signing_ratio, 0.8)
})

test('a ratio to what was not measured is null, and said to be missing', () => {
  const report = ticketsReport(works)
  assert.equal(report.verification_ratio, null)
  assert.match(ticketsTable(report), /signing 0\.800, verifying not measured/)
})
