import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import { test, type TestContext } from 'node:test'
import { silentLogger } from '@usher/telemetry'
import { otlpTraces } from '@usher/telemetry/traces/otlp-traces'
import { currentTrace, type Traces } from '@usher/telemetry/traces/traces'
import { topics } from '@usher/bus'
import { untilWithin } from '@usher/testing'
import { startTiny } from './tiny-process.fixture.ts'
import { tracedConsumer } from './traced-consumer.ts'

interface ToldSpan {
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId?: string
  readonly name: string
  readonly status?: { readonly code?: number }
}

/** Closing waits for a collector some seconds, not for one that is later still. */
const until = untilWithin(60_000)

const caller = { trace: '0af7651916cd43dd8448eb211c80319c', span: 'b7ad6b7169203331' }

test('a request through two processes is told as one trace, the one of its caller', async (t) => {
  const collector = await openCollector(t)
  const tracing = { USHER_OTLP_ENDPOINT: collector.url, USHER_TRACE_RATIO: '0' }
  const payment = await startTiny(tracing)
  const front = await startTiny({
    ...tracing,
    USHER_TINY_KIND: 'front',
    USHER_PAYMENT_ADDRESS: payment.main,
  })
  t.after(() => Promise.all([payment.kill(), front.kill()]))
  const traceparent = `00-${caller.trace}-${caller.span}-01`
  const headers = { traceparent, 'content-type': 'application/json' }
  const url = `http://${front.main}/payments/7`
  const answer = await fetch(url, { method: 'POST', headers, body: '{}' })
  assert.equal(answer.status, 200)
  // What nobody decided to keep is not told, for the ratio is zero.
  await (await fetch(url, { method: 'POST' })).text()
  for (const tiny of [front, payment]) {
    tiny.signal('SIGTERM')
    assert.equal((await tiny.ended).code, 0)
  }
  await until(() => collector.spans.length >= 2)
  const [outer, inner] = ['POST /payments/:id', 'usher.payment.v1.PaymentService/GetPayment'].map(
    (name) => collector.spans.find((span) => span.name === name),
  )
  assert.equal(collector.spans.length, 2)
  assert.deepEqual([outer?.traceId, inner?.traceId], [caller.trace, caller.trace])
  assert.deepEqual([outer?.parentSpanId, inner?.parentSpanId], [caller.span, outer?.spanId])
})

test('a message is handled in the trace that it came from', async (t) => {
  const { spans, traces } = await openTraces(t)
  let seen: string | undefined
  const consumer = tracedConsumer(
    {
      topic: topics.bookingConfirmed,
      group: 'tests',
      begin: 'newest',
      atOnce: 7,
      async handle() {
        seen = currentTrace()['traceparent']
        throw new Error('broken')
      },
    },
    traces,
  )
  assert.deepEqual([consumer.begin, consumer.atOnce], ['newest', 7])
  const told = { traceparent: `00-${caller.trace}-${caller.span}-01` } as never
  await assert.rejects(consumer.handle({} as never, told), /broken/)
  await traces.close()
  await until(() => spans.length > 0)
  const [span] = spans
  assert.equal(seen, `00-${caller.trace}-${span?.spanId}-01`)
  assert.deepEqual(
    [span?.name, span?.traceId, span?.parentSpanId, span?.status?.code],
    ['process booking.confirmed', caller.trace, caller.span, 2],
  )
  assert.deepEqual(currentTrace(), {})
})

test('a collector that is away costs its traces and nothing else', async () => {
  const warned: string[] = []
  const warn = (_facts: object, text: string) => warned.push(text)
  const logger = { warn, debug: () => undefined } as never
  const config = { endpoint: 'http://127.0.0.1:1', ratio: 1 }
  const traces = otlpTraces(config, { name: 'tests', logger })
  traces.begin({ name: 'lost', kind: 'server', parent: {} }).end()
  await traces.close()
  await until(() => warned.length > 0)
  assert.deepEqual(warned, ['traces cannot be sent and are lost'])
})

async function openTraces(t: TestContext): Promise<{ spans: ToldSpan[]; traces: Traces }> {
  const { url, spans } = await openCollector(t)
  const config = { endpoint: url, ratio: 0 }
  return { spans, traces: otlpTraces(config, { name: 'tests', logger: silentLogger }) }
}

/** Takes OTLP over HTTP, in JSON. */
async function openCollector(t: TestContext) {
  const spans: ToldSpan[] = []
  const server = createServer((request, reply) => {
    void bodyOf(request).then((body) => {
      if (request.url === '/v1/traces') spans.push(...spansOf(body))
      reply.setHeader('content-type', 'application/json').end('{}')
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => server.close())
  const { port } = server.address() as { port: number }
  return { url: `http://127.0.0.1:${port}`, spans }
}

interface Export {
  readonly resourceSpans: readonly {
    readonly scopeSpans: readonly { readonly spans: readonly ToldSpan[] }[]
  }[]
}

function spansOf({ resourceSpans }: Export): readonly ToldSpan[] {
  return resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans))
}

async function bodyOf(request: IncomingMessage): Promise<Export> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return JSON.parse(Buffer.concat(parts).toString()) as Export
}
