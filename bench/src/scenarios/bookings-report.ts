import { type LatencyMs, latencyMs, measured } from '../measured.ts'
import { renderTable } from '../table.ts'
import type { MeasuredPurchases, Verdict } from './purchases.ts'

/** How one target did. */
export interface TargetResult {
  readonly name: string
  /** As much as it can take. */
  readonly full: MeasuredPurchases
  /** Half of that, arrivals at random. */
  readonly half: MeasuredPurchases
  readonly verdict: Verdict
}

/** The document that `usher bench bookings --json` prints. */
export interface BookingsReport extends TargetSummary {
  /**
   * Our bookings a second, divided by the baseline's in the same run; null when it could not be
   * run.
   */
  readonly ratio: { readonly postgres: number | null; readonly limit: number | null }
  readonly targets: readonly TargetSummary[]
}

export interface TargetSummary {
  readonly name: string
  readonly bookings_per_second: number
  /** At half of that load, from the moment each buyer was due. */
  readonly reservation_ms: LatencyMs
  readonly booking_ms: LatencyMs
  /** Of the server, all threads and processes. */
  readonly cpu_us_per_booking: number | null
  readonly generator_cpu_us_per_booking: number | null
  /** Answers other than 201, by status. */
  readonly refused: Readonly<Record<string, number>>
  /** Seats in more than one booking. */
  readonly oversold: number | null
  /** Bookings answered CONFIRMED that the store does not have. */
  readonly lost: number | null
  /** Seats, bookings and money that contradict each other in the store. */
  readonly mismatches: number | null
}

export function bookingsReport(
  usher: TargetResult,
  others: readonly TargetResult[],
): BookingsReport {
  const ratio = (name: string): number | null => {
    const other = others.find((result) => result.name === name)
    return measured(other && perSecond(usher) / perSecond(other), 3)
  }
  const own = summary(usher)
  return {
    ...own,
    ratio: { postgres: ratio('postgres'), limit: ratio('limit') },
    targets: [own, ...others.map(summary)],
  }
}

export function bookingsTable({ ratio, targets }: BookingsReport): string {
  const head = [
    ['', 'bookings/s', 'server CPU µs', 'generator µs', 'reserve ms p50', 'p95', 'p99'],
    ['book ms p50', 'p95', 'p99', 'oversold', 'lost', 'mismatches'],
  ].flat()
  const rows = targets.map((each) => [
    each.name,
    each.bookings_per_second,
    each.cpu_us_per_booking,
    each.generator_cpu_us_per_booking,
    ...Object.values(each.reservation_ms),
    ...Object.values(each.booking_ms),
    each.oversold,
    each.lost,
    each.mismatches,
  ])
  const times = (name: string, value: number | null): string =>
    value === null ? `${name} was not measured` : `${value.toFixed(2)} times ${name}`
  const ratios = `usher: ${times('postgres', ratio.postgres)}, ${times('the limit', ratio.limit)}`
  return [renderTable(head, rows), '', ratios, ...refusals(targets)].join('\n')
}

function summary(result: TargetResult): TargetSummary {
  const { name, full, half, verdict } = result
  return {
    name,
    bookings_per_second: measured(perSecond(result)) ?? 0,
    reservation_ms: latencyMs(half.reservationMs),
    booking_ms: latencyMs(half.bookingMs),
    cpu_us_per_booking: measured(full.serverCpuUs / full.done, 1),
    generator_cpu_us_per_booking: measured(full.cpuUs / full.done, 1),
    refused: sum(full.refused, half.refused),
    oversold: measured(verdict.oversold),
    lost: measured(verdict.lost),
    mismatches: measured(verdict.mismatches),
  }
}

function perSecond({ full }: TargetResult): number {
  return full.done / full.seconds
}

type Counts = Readonly<Record<string, number>>

function sum(a: Counts, b: Counts): Counts {
  const both = { ...a }
  for (const [status, count] of Object.entries(b)) both[status] = (both[status] ?? 0) + count
  return both
}

function refusals(targets: readonly TargetSummary[]): readonly string[] {
  return targets.flatMap(({ name, refused }) =>
    Object.entries(refused).map(([status, count]) => `${name} answered ${status} ${count} times`),
  )
}
