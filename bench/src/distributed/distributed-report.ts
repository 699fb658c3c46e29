import { type LatencyMs, latencyMs, measured } from '../measured.ts'
import { renderTable } from '../table.ts'
import type { MeasuredPurchases, Verdict } from '../scenarios/purchases.ts'
import { type Cost, total } from './platform-cost.ts'
import type { Sla } from './sla.ts'

/** How the platform did with so many instances of inventory. */
export interface Run {
  readonly inventories: number
  readonly idle: Cost
  /** Until every consumer had seen what was sold. */
  readonly cost: Cost
  readonly full: MeasuredPurchases
  readonly half: MeasuredPurchases
  readonly verdict: Verdict
  readonly sla: readonly Sla[]
}

/** The document that `usher bench distributed --json` prints; the first run is the plain one. */
export interface DistributedReport extends RunSummary {
  readonly sla: readonly Sla[]
  readonly processes: readonly ProcessSummary[]
  readonly runs: readonly RunSummary[]
}

export interface RunSummary extends Record<keyof Verdict, number | null> {
  readonly inventories: number
  readonly bookings_per_second: number | null
  /** Of all our processes, and what of it they use while nobody buys. */
  readonly cpu_us_per_booking: number | null
  readonly idle_us_per_booking: number | null
  readonly inventory_us_per_booking: number | null
  /** Of MySQL, DynamoDB, Redis, Kafka and Elasticsearch. */
  readonly servers_us_per_booking: number | null
  readonly reservation_ms: LatencyMs
  readonly booking_ms: LatencyMs
  readonly refused: Readonly<Record<string, number>>
}

export interface ProcessSummary {
  readonly name: string
  readonly ours: boolean
  readonly cpu_us_per_booking: number | null
  /** Of a core, while nobody buys. */
  readonly idle_percent: number | null
}

export function distributedReport(runs: readonly [Run, ...Run[]]): DistributedReport {
  const [plain] = runs
  return {
    ...summary(plain),
    sla: plain.sla,
    processes: [...processes(plain, 'services', true), ...processes(plain, 'servers', false)],
    runs: runs.map(summary),
  }
}

export function distributedTable({ runs, processes: parts, sla }: DistributedReport): string {
  return [scaleTable(runs), processTable(parts), slaTable(sla)].join('\n\n')
}

function summary({ inventories, idle, cost, full, half, verdict }: Run): RunSummary {
  const idleUs = (total(idle.services) / idle.seconds) * cost.seconds
  const inventory = [...cost.services].filter(([name]) => name.startsWith('inventory'))
  return {
    inventories,
    bookings_per_second: measured(full.done / full.seconds, 1),
    cpu_us_per_booking: measured(total(cost.services) / full.done),
    idle_us_per_booking: measured(idleUs / full.done),
    inventory_us_per_booking: measured(total(new Map(inventory)) / full.done),
    servers_us_per_booking: measured(total(cost.servers) / full.done),
    reservation_ms: latencyMs(half.reservationMs),
    booking_ms: latencyMs(half.bookingMs),
    refused: { ...full.refused, ...half.refused },
    oversold: measured(verdict.oversold),
    lost: measured(verdict.lost),
    mismatches: measured(verdict.mismatches),
  }
}

function processes(
  { cost, idle, full }: Run,
  kind: 'services' | 'servers',
  ours: boolean,
): readonly ProcessSummary[] {
  return [...cost[kind]].map(([name, us]) => ({
    name,
    ours,
    cpu_us_per_booking: measured(us / full.done),
    idle_percent: measured((idle[kind].get(name) ?? 0) / idle.seconds / 10_000, 1),
  }))
}

function scaleTable(runs: readonly RunSummary[]): string {
  const head = [
    ['inventories', 'bookings/s', 'our CPU µs', 'of it idle', 'inventory µs', 'servers µs'],
    ['reserve ms p50', 'p99', 'book ms p50', 'p99', 'oversold', 'lost', 'mismatches'],
  ].flat()
  const rows = runs.map((run) => [
    run.inventories,
    run.bookings_per_second,
    run.cpu_us_per_booking,
    run.idle_us_per_booking,
    run.inventory_us_per_booking,
    run.servers_us_per_booking,
    run.reservation_ms.p50,
    run.reservation_ms.p99,
    run.booking_ms.p50,
    run.booking_ms.p99,
    run.oversold,
    run.lost,
    run.mismatches,
  ])
  return renderTable(head, rows)
}

function processTable(parts: readonly ProcessSummary[]): string {
  const rows = parts.map(({ name, ours, cpu_us_per_booking: us, idle_percent: idle }) => [
    name,
    ours ? 'ours' : 'server',
    us,
    idle,
  ])
  return renderTable(['process', '', 'CPU µs per booking', 'idle % of a core'], rows)
}

function slaTable(sla: readonly Sla[]): string {
  const rows = sla.map(({ metric, target, measured: value, unit, met }) => {
    const found = value === null ? unmeasured(met) : `${value} ${unit}`
    return [metric, target, found, met === null ? 'not measured' : met ? 'met' : 'missed']
  })
  return renderTable(['target of the specification', '', 'measured', ''], rows)
}

/** A quantile may lie behind the greatest bucket: missed, and by how much nobody knows. */
function unmeasured(met: boolean | null): string {
  return met === null ? '–' : 'beyond what is counted'
}
