import assert from 'node:assert/strict'
import { test } from 'node:test'
import { silentLogger } from '../logger.ts'
import { openTraces } from './open-traces.ts'
import { readTraceConfig } from './trace-settings.ts'
import { currentTrace, insideTrace, type SpanStart, traced } from './traces.ts'

test('without an endpoint there are no traces', async () => {
  const config = readTraceConfig({})
  assert.equal(await openTraces(config, { name: 'tests', logger: silentLogger }), undefined)
  assert.deepEqual(currentTrace(), {})
})

test('what is no endpoint and no fraction is refused, and a slash at the end is none', () => {
  const settings = { USHER_OTLP_ENDPOINT: 'http://collector:4318/', USHER_TRACE_RATIO: '0.5' }
  assert.deepEqual(readTraceConfig(settings), { endpoint: 'http://collector:4318', ratio: 0.5 })
  for (const wrong of [
    { USHER_OTLP_ENDPOINT: 'collector:4318' },
    { USHER_OTLP_ENDPOINT: 'http://collector:4318/?key=1' },
    { USHER_TRACE_RATIO: '1.5' },
    { USHER_TRACE_RATIO: 'all' },
  ]) {
    assert.throws(() => readTraceConfig(wrong), { code: 'invalid_config' })
  }
})

test('a piece of work is inside its trace, also after it has waited, and others are not', async () => {
  const inner = insideTrace({ traceparent: 'x' }, async () => {
    await Promise.resolve()
    return currentTrace()
  })
  assert.deepEqual(currentTrace(), {})
  assert.deepEqual(await inner, { traceparent: 'x' })
})

test('a span ends with its work, and with what the work ended with', async () => {
  const ends: unknown[] = []
  const span = {
    run: <Result>(work: () => Result) => work(),
    end: (outcome?: object) => ends.push(outcome),
  }
  const traces = { begin: () => span, close: async () => undefined }
  const start: SpanStart = { name: 'x', kind: 'server', parent: {} }
  assert.equal(await traced(traces, start, async () => 7), 7)
  const error = new Error('broken')
  await assert.rejects(
    traced(traces, start, () => Promise.reject(error)),
    error,
  )
  assert.deepEqual(ends, [undefined, { error }])
})
