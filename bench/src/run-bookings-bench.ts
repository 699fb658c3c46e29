import { benchTarget, type TargetResult } from './bookings-bench.ts'
import { limitTarget, postgresTarget } from './targets/baseline-targets.ts'
import { usherTarget } from './targets/usher-target.ts'

export interface BookingsBenchOptions {
  /** Of each of the two loads on each target. */
  readonly seconds: number
  /** Leaves the baselines out. */
  readonly baselines?: boolean
  /** Told of each step, for people. */
  readonly onProgress?: (step: string) => void
}

/** The document that `usher bench bookings --json` prints. */
export interface BookingsBenchReport {
  readonly bookings_per_second: number
  /** Under half of that load, arrivals at random, from the moment each buyer was due. */
  readonly reservation_ms: { readonly p50: number; readonly p95: number; readonly p99: number }
  readonly booking_ms: { readonly p50: number; readonly p95: number; readonly p99: number }
  /** Of the server, all threads. */
  readonly cpu_us_per_booking: number
  readonly generator_cpu_us_per_booking: number
  /**
   * Our bookings a second, divided by the baseline's in the same run; null when it could not be
   * run.
   */
  readonly ratio: { readonly postgres: number | null; readonly limit: number | null }
  /** Seats in more than one booking. */
  readonly oversold: number
  /** Bookings answered CONFIRMED that the store does not have. */
  readonly lost: number
  readonly targets: readonly TargetSummary[]
}

export interface TargetSummary {
  readonly name: string
  readonly bookings_per_second: number
  readonly cpu_us_per_booking: number
  readonly reservation_ms: { readonly p50: number; readonly p95: number; readonly p99: number }
  readonly booking_ms: { readonly p50: number; readonly p95: number; readonly p99: number }
  /** Answers other than 201, by status. */
  readonly refused: Readonly<Record<string, number>>
  readonly oversold: number
  readonly lost: number
}

/** Usher beside what one would write instead, one after the other on the same cores. */
export async function runBookingsBench(
  options: BookingsBenchOptions,
): Promise<BookingsBenchReport> {
  const { seconds, baselines = true, onProgress = () => undefined } = options
  onProgress('usher: an event of 80,000 seats, complete bookings over HTTP')
  const target = await usherTarget({ seconds })
  const usher = await benchTarget(target, seconds)
  const others: TargetResult[] = []
  if (baselines) {
    onProgress('limit: the same HTTP server, handlers that only write')
    others.push(await benchTarget(await limitTarget(target.events), seconds))
    onProgress('postgres: SELECT … FOR UPDATE behind the same HTTP server')
    const postgres = await postgresTarget(target.events.slice(0, 1))
    if (postgres) others.push(await benchTarget(postgres, seconds))
    else onProgress('postgres: not installed on this machine, left out (Debian package postgresql)')
  }
  return report(usher, others)
}

function report(usher: TargetResult, others: readonly TargetResult[]): BookingsBenchReport {
  const ratio = (name: string): number | null => {
    const other = others.find((result) => result.name === name)
    return other ? round(usher.bookingsPerSecond / other.bookingsPerSecond, 3) : null
  }
  const own = summary(usher)
  return {
    bookings_per_second: own.bookings_per_second,
    reservation_ms: own.reservation_ms,
    booking_ms: own.booking_ms,
    cpu_us_per_booking: own.cpu_us_per_booking,
    generator_cpu_us_per_booking: round(usher.generatorCpuUsPerBooking, 1),
    ratio: { postgres: ratio('postgres'), limit: ratio('limit') },
    oversold: own.oversold,
    lost: own.lost,
    targets: [own, ...others.map(summary)],
  }
}

function summary(result: TargetResult): TargetSummary {
  const { reservationMs, bookingMs } = result.halfLoad
  return {
    name: result.name,
    bookings_per_second: round(result.bookingsPerSecond, 0),
    cpu_us_per_booking: round(result.cpuUsPerBooking, 1),
    reservation_ms: { p50: reservationMs.p50, p95: reservationMs.p95, p99: reservationMs.p99 },
    booking_ms: { p50: bookingMs.p50, p95: bookingMs.p95, p99: bookingMs.p99 },
    refused: { ...result.fullLoad.refused, ...result.halfLoad.refused },
    oversold: result.oversold,
    lost: result.lost,
  }
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits))
}
