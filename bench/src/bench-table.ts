import type { BookingsBenchReport, TargetSummary } from './run-bookings-bench.ts'

/** The report as a table for people. */
export function benchTable(report: BookingsBenchReport): string {
  const head = [
    '',
    'bookings/s',
    'CPU µs',
    'reserve p50',
    'p95',
    'p99 ms',
    'book p99',
    'oversold',
    'lost',
  ]
  const rows = [head, ...report.targets.map(cells)]
  const widths = head.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)))
  const lines = rows.map((row) =>
    row
      .map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
      .join('  '),
  )
  return [...lines, '', ratioLine(report)].join('\n')
}

function cells(target: TargetSummary): string[] {
  const { reservation_ms: reserve, booking_ms: book } = target
  const numbers = [
    target.bookings_per_second,
    target.cpu_us_per_booking,
    reserve.p50,
    reserve.p95,
    reserve.p99,
    book.p99,
    target.oversold,
    target.lost,
  ]
  return [target.name, ...numbers.map((value) => String(Math.round(value * 10) / 10))]
}

function ratioLine({ ratio }: BookingsBenchReport): string {
  const part = (name: string, value: number | null): string =>
    value === null ? `${name}: not measured` : `${value.toFixed(2)} times ${name}`
  return `usher is ${part('postgres', ratio.postgres)}, ${part('the limit', ratio.limit)}`
}
