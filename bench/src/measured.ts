/** A figure for a report: rounded; null when it could not be measured. */
export function measured(value: number | undefined, digits = 0): number | null {
  if (value === undefined || !Number.isFinite(value)) return null
  return Number(value.toFixed(digits))
}

/** Percentiles as reports have them, in milliseconds. */
export interface LatencyMs {
  readonly p50: number
  readonly p95: number
  readonly p99: number
}

export function latencyMs({ p50, p95, p99 }: LatencyMs): LatencyMs {
  return { p50, p95, p99 }
}

/** NaN of nothing. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const above = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? above : (above + (sorted[middle - 1] ?? Number.NaN)) / 2
}
