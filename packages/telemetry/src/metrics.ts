/** A counter without labels is called `add(1)`, one with labels `add(1, { reason: 'expired' })`. */
export type LabelValues<Label extends string> = [Label] extends [never]
  ? []
  : [labels: Readonly<Record<Label, string>>]

/**
 * What a metric is called and which labels it has. Labels must have few values: never an id, never
 * user input.
 */
export interface MetricDefinition<Label extends string> {
  /** As Prometheus names them: `bookings_confirmed_total`, `seat_reservation_duration_seconds`. */
  readonly name: string
  readonly help: string
  readonly labels?: readonly Label[]
}

export interface HistogramDefinition<Label extends string> extends MetricDefinition<Label> {
  /** Upper bounds in ascending order; `durationBuckets` when absent. */
  readonly buckets?: readonly number[]
}

/** Only grows. */
export interface Counter<Label extends string = never> {
  add(by: number, ...labels: LabelValues<Label>): void
}

/** Counts observations by size. */
export interface Histogram<Label extends string = never> {
  observe(value: number, ...labels: LabelValues<Label>): void
}

/** Goes up and down. */
export interface Gauge<Label extends string = never> {
  set(value: number, ...labels: LabelValues<Label>): void
}

/**
 * Where a service leaves its numbers. A service defines its metrics once, in its `telemetry.ts`,
 * and calls them on the hot path: recording one costs well under a microsecond and never throws for
 * a finite number.
 */
export interface Metrics {
  counter<const Label extends string = never>(definition: MetricDefinition<Label>): Counter<Label>
  histogram<const Label extends string = never>(
    definition: HistogramDefinition<Label>,
  ): Histogram<Label>
  gauge<const Label extends string = never>(definition: MetricDefinition<Label>): Gauge<Label>
  /** A gauge that is read when somebody asks for the metrics, for values that are known anyway. */
  gaugeOf(definition: MetricDefinition<never>, read: () => number): void
}

/** The seed's buckets for durations in seconds: those of the Prometheus client libraries. */
export const durationBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const
