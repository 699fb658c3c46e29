import {
  defaultTextMapGetter,
  defaultTextMapSetter,
  ROOT_CONTEXT,
  type Span as OtlpSpan,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api'
import { W3CTraceContextPropagator } from '@opentelemetry/core'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { resourceFromAttributes } from '@opentelemetry/resources'
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace'
import { DomainError } from '@usher/kernel'
import type { Logger } from '../logger.ts'
import { tellingExporter } from './telling-exporter.ts'
import type { TraceConfig } from './trace-settings.ts'
import { insideTrace, type Span, type SpanStart, type Traces } from './traces.ts'

/** Spans that wait to be sent; more are dropped, for a slow collector must not cost memory. */
const QUEUE_SPANS_MAX = 8192
const BATCH_SPANS_MAX = 512
const BATCH_EVERY_MS = 2000
const EXPORT_MS = 5000

/** Traces that go to a collector as OTLP over HTTP, in batches, apart from the work itself. */
export function otlpTraces(
  { endpoint, ratio }: TraceConfig,
  { name, logger }: { readonly name: string; readonly logger: Logger },
): Traces {
  const sender = new OTLPTraceExporter({ url: `${endpoint}/v1/traces`, timeoutMillis: EXPORT_MS })
  const processor = new BatchSpanProcessor({
    exporter: tellingExporter(sender, logger),
    maxQueueSize: QUEUE_SPANS_MAX,
    maxExportBatchSize: BATCH_SPANS_MAX,
    scheduledDelayMillis: BATCH_EVERY_MS,
    exportTimeoutMillis: EXPORT_MS,
  })
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': name, 'service.namespace': 'usher' }),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(ratio) }),
    spanProcessors: [processor],
  })
  const tracer = provider.getTracer('usher')
  return {
    begin({ name: spanName, kind, parent, attributes = {} }) {
      const around = propagator.extract(ROOT_CONTEXT, parent, defaultTextMapGetter)
      const options = { kind: kinds[kind], attributes }
      return spanOf(tracer.startSpan(spanName, options, around))
    },
    // What could not be sent was told when it happened, and nothing else depends on it.
    close: () => provider.shutdown().catch((error) => logger.debug({ err: error }, 'traces lost')),
  }
}

const propagator = new W3CTraceContextPropagator()
const kinds: Readonly<Record<SpanStart['kind'], SpanKind>> = {
  server: SpanKind.SERVER,
  consumer: SpanKind.CONSUMER,
}

function spanOf(span: OtlpSpan): Span {
  const headers: Record<string, string> = {}
  propagator.inject(trace.setSpan(ROOT_CONTEXT, span), headers, defaultTextMapSetter)
  return {
    run: (work) => insideTrace(headers, work),
    end({ error, attributes = {} } = {}) {
      span.setAttributes(attributes)
      if (error !== undefined) tellError(span, error)
      span.end()
    },
  }
}

/** A refusal is an answer; only what should not happen marks the span as failed. */
function tellError(span: OtlpSpan, error: unknown): void {
  const refused = error instanceof DomainError ? error : undefined
  span.setAttribute('error.type', refused?.code ?? 'fault')
  if (!refused || refused.kind === 'unavailable') span.setStatus({ code: SpanStatusCode.ERROR })
}
