import assert from 'node:assert/strict'
import { test } from 'node:test'
import { prometheusMetrics } from '@usher/telemetry'
import { grpcCallDurations } from './call-durations.ts'

test('calls of other services are counted by method', async () => {
  const metrics = prometheusMetrics()
  grpcCallDurations(metrics)('usher.auth.v1.AuthService/GetUser', 0.04)
  const text = await metrics.scrape()
  assert.match(text, /grpc_client_call_duration_seconds_bucket\{.*le="0.05".*\} 1/)
  assert.match(text, /grpc_client_call_duration_seconds_count\{method="usher.auth.*\} 1/)
})
