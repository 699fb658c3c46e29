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
