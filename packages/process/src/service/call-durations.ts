import type { Metrics } from '@usher/telemetry'

/** Finer than usual around the 50 ms that a call is to take at most. */
const buckets = [0.0025, 0.005, 0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.25, 0.5, 1, 2.5, 5]

/** How long calls of other services take, as the caller sees it. */
export function grpcCallDurations(metrics: Metrics): (method: string, seconds: number) => void {
  const durations = metrics.histogram({
    name: 'grpc_client_call_duration_seconds',
    help: 'Time until another service answered, by method',
    labels: ['method'],
    buckets,
  })
  return (method, seconds) => durations.observe(seconds, { method })
}
