import { greatestOf, quantileBetween, type Sample, sumOf } from './scrape.ts'

/** What was seen while half of what the platform can take arrived at random. */
export interface Watched {
  readonly before: readonly Sample[]
  readonly after: readonly Sample[]
  /** The greatest lag of any consumer, looked at again and again. */
  readonly lagSeconds: number
  readonly reservationMsP99: number
  readonly availabilityMsP99: number
  readonly answers: number
  /** Answers 5xx and 429 among them. */
  readonly failed: number
  readonly oversold: number
}

/** One line of the specification's table of targets. */
export interface Sla {
  readonly metric: string
  readonly target: string
  readonly measured: number | null
  readonly unit: 'ms' | 's' | '%' | 'seats'
  readonly met: boolean | null
}

const P99 = 0.99

/** The nine targets of the specification, in its order. */
export function slaOf(watched: Watched): readonly Sla[] {
  const p99Ms = (histogram: string, having?: string): number =>
    quantileBetween(watched, histogram, { quantile: P99, ...(having && { having }) }) * 1000
  const storeMs = (access: string) =>
    p99Ms('dynamodb_request_duration_seconds', `access="${access}"`)
  const { answers, failed, oversold } = watched
  const twice = oversold + (sumOf(watched.after, 'double_bookings_total') || 0)
  return [
    below('Seat availability query (p99)', watched.availabilityMsP99, 100),
    below('Seat reservation (p99)', watched.reservationMsP99, 500),
    below('Lock acquisition (p99)', p99Ms('redis_lock_acquisition_duration_seconds'), 50),
    below('DynamoDB read latency (p99)', storeMs('read'), 10),
    below('DynamoDB write latency (p99)', storeMs('write'), 20),
    below('gRPC call latency (p99)', p99Ms('grpc_client_call_duration_seconds'), 50),
    below('Kafka lag', watched.lagSeconds, 5, 's'),
    atLeast('Service availability', (100 * (answers - failed)) / answers, 99.95),
    { ...below('Double bookings', twice, 0, 'seats'), target: 'none', met: twice === 0 },
  ]
}

/** A bucket's bound counts as kept: what it holds was no greater. */
function below(metric: string, value: number, limit: number, unit: Sla['unit'] = 'ms'): Sla {
  return { metric, target: `<${limit} ${unit}`, unit, ...judged(value, value <= limit) }
}

function atLeast(metric: string, value: number, limit: number): Sla {
  return { metric, target: `${limit} %`, unit: '%', ...judged(value, value >= limit) }
}

function judged(value: number, met: boolean): Pick<Sla, 'measured' | 'met'> {
  if (Number.isNaN(value)) return { measured: null, met: null }
  return { measured: Number.isFinite(value) ? Number(value.toFixed(3)) : null, met }
}

/** The greatest lag that any consumer, or the relay of changes, has now. */
export function lagSecondsOf(samples: readonly Sample[]): number {
  return greatestOf(samples, ['consumer_lag_seconds', 'analytics_lag_seconds'])
}
