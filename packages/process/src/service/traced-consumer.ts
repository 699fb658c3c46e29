import type { Consumer } from '@usher/bus'
import { traced, type Traces } from '@usher/telemetry/traces/traces'

/** The same consumer, whose work is told as part of the trace that its message came from. */
export function tracedConsumer(consumer: Consumer, traces: Traces): Consumer {
  const { topic, group } = consumer
  const attributes = {
    'messaging.system': 'kafka',
    'messaging.destination.name': topic.name,
    'messaging.consumer.group.name': group,
  }
  return {
    ...consumer,
    handle(message, told) {
      const { traceparent } = told
      const start = {
        name: `process ${topic.name}`,
        kind: 'consumer',
        parent: { traceparent },
        attributes,
      } as const
      return traced(traces, start, () => consumer.handle(message, told))
    },
  }
}
