import type { ReadReport } from '../generator/plan.ts'
import { type LatencyMs, latencyMs, measured, median } from '../measured.ts'
import { renderTable } from '../table.ts'
import type { MeasuredPurchases, Verdict } from './purchases.ts'

export interface MeasuredSearches {
  readonly search: ReadReport
  readonly suggest: ReadReport
}

/** One load of bookings, beside searches or without. */
export interface MeasuredRound {
  /** As much as the server can take, or half of that with random arrivals. */
  readonly load: 'full' | 'half'
  readonly pair: number
  readonly bookings: MeasuredPurchases
  readonly searches: MeasuredSearches | undefined
  readonly mainThreadCpuUs: number
}

export interface SearchResult {
  readonly events: number
  readonly searchesPerSecond: number
  readonly suggestionsPerSecond: number
  readonly alone: MeasuredSearches
  readonly rounds: readonly MeasuredRound[]
  readonly verdict: Verdict
}

/** The document that `usher bench search --json` prints; of several rounds their median. */
export interface SearchReport {
  readonly events: number
  readonly searches_per_second: number
  readonly suggestions_per_second: number
  readonly reads: readonly ReadSummary[]
  readonly bookings: readonly BookingSummary[]
  /** Bookings a second beside searches, divided by without, under full load. */
  readonly bookings_ratio: number | null
  /** The same of the CPU that the deciding thread takes for a booking. */
  readonly main_thread_ratio: number | null
  readonly oversold: number | null
  readonly lost: number | null
  readonly mismatches: number | null
}

interface ReadSummary {
  readonly name: 'search' | 'suggest'
  readonly beside: 'nothing' | 'half load' | 'full load'
  readonly latency_ms: LatencyMs
  readonly answered: number
  readonly refused: Readonly<Record<string, number>>
}

interface BookingSummary {
  readonly load: MeasuredRound['load']
  readonly beside_searches: boolean
  readonly rounds: number
  readonly bookings_per_second: number | null
  readonly reservation_ms: LatencyMs
  readonly booking_ms: LatencyMs
  readonly cpu_us_per_booking: number | null
  readonly main_thread_us_per_booking: number | null
}

export function searchReport(result: SearchResult): SearchReport {
  const { rounds, verdict } = result
  const ofLoad = (load: MeasuredRound['load']) => rounds.filter((each) => each.load === load)
  const ratioOf = (of: (round: MeasuredRound) => number) =>
    measured(median(ratios(ofLoad('full'), of)), 3)
  return {
    events: result.events,
    searches_per_second: result.searchesPerSecond,
    suggestions_per_second: result.suggestionsPerSecond,
    reads: readSummaries(result),
    bookings: (['full', 'half'] as const).flatMap((load) => bookingSummaries(load, ofLoad(load))),
    bookings_ratio: ratioOf(({ bookings }) => bookings.done / bookings.seconds),
    main_thread_ratio: ratioOf((round) => round.mainThreadCpuUs / round.bookings.done),
    oversold: measured(verdict.oversold),
    lost: measured(verdict.lost),
    mismatches: measured(verdict.mismatches),
  }
}

/** Of each pair, the round beside searches divided by the one without. */
function ratios(
  rounds: readonly MeasuredRound[],
  of: (round: MeasuredRound) => number,
): readonly number[] {
  return rounds.flatMap((beside) => {
    const without = rounds.find(({ pair, searches }) => pair === beside.pair && !searches)
    return beside.searches && without ? [of(beside) / of(without)] : []
  })
}

function readSummaries({ alone, rounds }: SearchResult): readonly ReadSummary[] {
  const searchesOf = (load: MeasuredRound['load']) =>
    rounds.flatMap((each) => (each.load === load && each.searches ? [each.searches] : []))
  const loads = [
    ['nothing', [alone]],
    ['half load', searchesOf('half')],
    ['full load', searchesOf('full')],
  ] as const
  return (['search', 'suggest'] as const).flatMap((name) =>
    loads.map(([beside, all]) => {
      const reports = all.map((each) => each[name])
      return { name, beside, ...readSummary(reports) }
    }),
  )
}

function readSummary(reports: readonly ReadReport[]) {
  const refused: Record<string, number> = {}
  for (const [status, count] of reports.flatMap((each) => Object.entries(each.refused))) {
    refused[status] = (refused[status] ?? 0) + count
  }
  return {
    latency_ms: medianMs(reports.map((each) => each.latencyMs)),
    answered: reports.reduce((sum, { done }) => sum + done, 0),
    refused,
  }
}

function bookingSummaries(
  load: MeasuredRound['load'],
  rounds: readonly MeasuredRound[],
): readonly BookingSummary[] {
  return [false, true].map((beside) => {
    const some = rounds.filter(({ searches }) => (searches !== undefined) === beside)
    const middle = (of: (round: MeasuredRound) => number) => median(some.map(of))
    return {
      load,
      beside_searches: beside,
      rounds: some.length,
      bookings_per_second: measured(middle(({ bookings }) => bookings.done / bookings.seconds)),
      reservation_ms: medianMs(some.map(({ bookings }) => bookings.reservationMs)),
      booking_ms: medianMs(some.map(({ bookings }) => bookings.bookingMs)),
      cpu_us_per_booking: measured(
        middle(({ bookings }) => bookings.serverCpuUs / bookings.done),
        1,
      ),
      main_thread_us_per_booking: measured(
        middle((round) => round.mainThreadCpuUs / round.bookings.done),
        1,
      ),
    }
  })
}

function medianMs(all: readonly LatencyMs[]): LatencyMs {
  const of = (name: keyof LatencyMs) => measured(median(all.map((each) => each[name])), 3) ?? 0
  return latencyMs({ p50: of('p50'), p95: of('p95'), p99: of('p99') })
}

export function searchTable(report: SearchReport): string {
  const { reads, bookings } = report
  const readHead = ['', 'beside bookings', 'ms p50', 'p95', 'p99', 'answered', 'refused']
  const readRows = reads.map(({ name, beside, latency_ms: ms, answered, refused }) => [
    name,
    beside,
    ...Object.values(ms),
    answered,
    Object.values(refused).reduce((sum, count) => sum + count, 0),
  ])
  const head = ['bookings', 'beside', 'bookings/s', 'server CPU µs', 'main thread µs']
  const rows = bookings.map((each) => [
    `${each.load} load`,
    each.beside_searches ? 'searches' : 'nothing',
    each.bookings_per_second,
    each.cpu_us_per_booking,
    each.main_thread_us_per_booking,
    ...Object.values(each.reservation_ms),
    ...Object.values(each.booking_ms),
  ])
  const latencies = ['reserve ms p50', 'p95', 'p99', 'book ms p50', 'p95', 'p99']
  return [
    renderTable(readHead, readRows),
    '',
    renderTable([...head, ...latencies], rows),
    '',
    ratiosLine(report),
    verdictLine(report),
  ].join('\n')
}

function ratiosLine(report: SearchReport): string {
  const { searches_per_second: searches, suggestions_per_second: suggestions } = report
  const asked = `${searches} searches and ${suggestions} suggestions a second`
  const ratio = report.bookings_ratio?.toFixed(3) ?? 'not measured'
  const cost = report.main_thread_ratio?.toFixed(3) ?? 'not measured'
  return `beside ${asked}: bookings/s × ${ratio}, their CPU in the deciding thread × ${cost}`
}

function verdictLine({ oversold, lost, mismatches }: SearchReport): string {
  return `oversold ${oversold ?? '–'}, lost ${lost ?? '–'}, mismatches ${mismatches ?? '–'}`
}
