import type { ScanReport } from '../generator/plan.ts'
import { type LatencyMs, latencyMs, measured } from '../measured.ts'
import { renderTable } from '../table.ts'
import type { UnservedCheckIns } from '../targets/check-in-unserved.ts'
import type { DoorVerdict } from '../targets/read-check-ins.ts'

export interface MeasuredScans extends ScanReport {
  /** Of all threads of the server; NaN where that cannot be told. */
  readonly serverCpuUs: number
  /** Of the thread that decides. */
  readonly mainThreadCpuUs: number
}

export interface CheckInsResult {
  readonly scanners: number
  /** As many people as the doors can take. */
  readonly full: MeasuredScans
  /** Half of that, arrivals at random. */
  readonly half: MeasuredScans
  /** Tickets that were scanned before, as fast as they are refused. */
  readonly again: MeasuredScans
  readonly unserved: UnservedCheckIns
  /** Told that they may go in, in all. */
  readonly admitted: number
  readonly verdict: CheckInsVerdict
}

export interface CheckInsVerdict extends DoorVerdict {
  /** Seats, bookings and money that contradict each other in the store. */
  readonly mismatches: number
}

/** The document that `usher bench check-ins --json` prints. */
export interface CheckInsReport {
  readonly scanners: number
  readonly check_ins_per_second: number | null
  /** At half of that load, from the moment each person was due. */
  readonly check_in_ms: LatencyMs
  readonly ways: readonly WaySummary[]
  /** Answers other than expected, by status; 0: 200 with the opposite result. */
  readonly refused: Readonly<Record<string, number>>
  readonly admitted: number
  readonly admitted_twice: number
  readonly lost: number
  readonly unexplained: number
  readonly mismatches: number
}

interface WaySummary {
  readonly name: string
  readonly scans_per_second: number | null
  readonly cpu_us_per_scan: number | null
  readonly main_thread_us_per_scan: number | null
  readonly generator_cpu_us_per_scan: number | null
}

export function isSoundDoor(verdict: CheckInsVerdict): boolean {
  const { admittedTwice, lost, unexplained, mismatches } = verdict
  return admittedTwice + lost + unexplained + mismatches === 0
}

export function checkInsReport(result: CheckInsResult): CheckInsReport {
  const { full, half, again, unserved, verdict, admitted, scanners } = result
  return {
    scanners,
    check_ins_per_second: measured(full.done / full.seconds),
    check_in_ms: latencyMs(half.latencyMs),
    ways: [
      served('let in over HTTP', full),
      served('refused over HTTP', again),
      withoutHttp('let in without HTTP', unserved),
    ],
    refused: sum([full.refused, half.refused, again.refused]),
    admitted,
    admitted_twice: verdict.admittedTwice,
    lost: verdict.lost,
    unexplained: verdict.unexplained,
    mismatches: verdict.mismatches,
  }
}

function served(name: string, scans: MeasuredScans): WaySummary {
  return {
    name,
    scans_per_second: measured(scans.done / scans.seconds),
    cpu_us_per_scan: measured(scans.serverCpuUs / scans.done, 1),
    main_thread_us_per_scan: measured(scans.mainThreadCpuUs / scans.done, 1),
    generator_cpu_us_per_scan: measured(scans.cpuUs / scans.done, 1),
  }
}

function withoutHttp(name: string, unserved: UnservedCheckIns): WaySummary {
  return {
    name,
    scans_per_second: measured(unserved.measured / unserved.seconds),
    cpu_us_per_scan: measured(unserved.cpuUs / unserved.measured, 1),
    main_thread_us_per_scan: measured(unserved.mainThreadCpuUs / unserved.measured, 1),
    generator_cpu_us_per_scan: null,
  }
}

type Counts = Readonly<Record<string, number>>

function sum(all: readonly Counts[]): Counts {
  const together: Record<string, number> = {}
  for (const [status, count] of all.flatMap((each) => Object.entries(each))) {
    together[status] = (together[status] ?? 0) + count
  }
  return together
}

export function checkInsTable(report: CheckInsReport): string {
  const head = ['', 'scans/s', 'server CPU µs', 'main thread µs', 'generator µs']
  const rows = report.ways.map((way) => [
    way.name,
    way.scans_per_second,
    way.cpu_us_per_scan,
    way.main_thread_us_per_scan,
    way.generator_cpu_us_per_scan,
  ])
  const latencyRow = ['let in at half load', ...Object.values(report.check_in_ms)]
  const { admitted, admitted_twice: twice, lost, unexplained } = report
  const people = `${admitted.toLocaleString('en')} people let in`
  return [
    renderTable(head, rows),
    '',
    renderTable(['', 'ms p50', 'p95', 'p99'], [latencyRow]),
    '',
    `${people}: ${twice} with a ticket of somebody inside, ${lost} not stored, ${unexplained} more`,
    ...Object.entries(report.refused).map(
      ([status, count]) => `usher answered ${status} ${count} times`,
    ),
  ].join('\n')
}
