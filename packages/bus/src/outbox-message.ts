import { create, type MessageInitShape } from '@bufbuild/protobuf'
import { type Clock, newId, type Random } from '@usher/kernel'
import { currentTrace } from '@usher/telemetry/traces/traces'
import type { MessageOf, Topic } from './topics.ts'

/**
 * A message on its way: stored in the same transaction as the change it tells of, and relayed to
 * its topic afterwards, in order for each key, at least once.
 */
export interface OutboxMessage<AnyTopic extends Topic = Topic> {
  readonly topic: AnyTopic
  /** CloudEvents `id`: the same for every delivery. */
  readonly id: string
  readonly key: string
  readonly timeMs: number
  readonly message: MessageOf<AnyTopic>
  /** W3C Trace Context of whoever caused the message, where traces are kept. */
  readonly traceparent?: string
}

export function outboxMessage<AnyTopic extends Topic>(
  needs: { readonly clock: Clock; readonly random: Random },
  topic: AnyTopic,
  parts: MessageInitShape<AnyTopic['schema']>,
): OutboxMessage<AnyTopic> {
  const message = create(topic.schema, parts) as MessageOf<AnyTopic>
  const id = newId(needs, 'message')
  const { traceparent } = currentTrace()
  const timeMs = needs.clock.nowMs()
  const key = topic.keyOf(message)
  return { topic, id, key, timeMs, message, ...(traceparent !== undefined && { traceparent }) }
}
