import * as prometheus from '@prometheus-io/client'
import { durationBuckets, type MetricDefinition, type Metrics } from './metrics.ts'

/** Metrics that Prometheus can scrape. */
export interface PrometheusMetrics extends Metrics {
  readonly contentType: string
  /** All metrics in Prometheus' text format. */
  scrape(): Promise<string>
}

export interface PrometheusOptions {
  /** Also memory, garbage collection and event loop delay of this process. */
  readonly withProcessMetrics?: boolean
}

/**
 * A registry of its own, so that two in one process do not mix. Defining one name twice throws: two
 * services must not add to one series unknowingly.
 */
export function prometheusMetrics(options: PrometheusOptions = {}): PrometheusMetrics {
  const registry = new prometheus.Registry()
  if (options.withProcessMetrics) collectProcessMetrics(registry)
  return {
    contentType: registry.contentType,
    scrape: () => registry.metrics(),
    counter(definition) {
      const counter = new prometheus.Counter(configuration(definition, registry))
      return { add: (by, ...[labels]) => (labels ? counter.inc(labels, by) : counter.inc(by)) }
    },
    histogram(definition) {
      const buckets = [...(definition.buckets ?? durationBuckets)]
      const histogram = new prometheus.Histogram({
        ...configuration(definition, registry),
        buckets,
      })
      return {
        observe: (value, ...[labels]) =>
          labels ? histogram.observe(labels, value) : histogram.observe(value),
      }
    },
    gauge(definition) {
      const gauge = new prometheus.Gauge(configuration(definition, registry))
      return { set: (value, ...[labels]) => (labels ? gauge.set(labels, value) : gauge.set(value)) }
    },
    gaugeOf(definition, read) {
      const gauge: prometheus.Gauge = new prometheus.Gauge({
        ...configuration(definition, registry),
        collect: () => gauge.set(read()),
      })
    },
  }
}

/**
 * How often the event loop is looked at, which wakes a process that has nothing to do. The vendor
 * looks 100 times a second for its delay and ten for its use: half of what a service at rest used.
 */
const LOOP_DELAY_EVERY_MS = 100
const LOOP_USE_EVERY_MS = 1000

function collectProcessMetrics(register: prometheus.Registry): void {
  prometheus.collectDefaultMetrics({
    register,
    eventLoopMonitoringPrecision: LOOP_DELAY_EVERY_MS,
    eventLoopUtilizationTimeout: LOOP_USE_EVERY_MS,
  })
}

function configuration(definition: MetricDefinition<string>, registry: prometheus.Registry) {
  const { name, help, labels = [] } = definition
  return { name, help, labelNames: [...labels] as string[], registers: [registry] }
}
