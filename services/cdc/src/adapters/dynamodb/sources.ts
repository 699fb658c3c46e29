import { toBinary } from '@bufbuild/protobuf'
import { type Topic, topics } from '@usher/bus'
import { outboxTable } from '@usher/bus/dynamodb/outbox-table'
import { seatChangedOf } from '@usher/bus/dynamodb/seat-changes'
import { DomainError } from '@usher/kernel'
import type { Change, Message } from '../../domain/change.ts'
import type { Source } from '../../usecases/ports.ts'

/** The tables whose changes are told, and what each of them tells. */
export const streamedTables: Readonly<Record<string, Source['messageOf']>> = {
  seats: seatMessage,
  [outboxTable.name]: outboxMessage,
}

function seatMessage({ oldImage, newImage }: Change): Message | undefined {
  const change = seatChangedOf(oldImage, newImage)
  if (!change) return undefined
  const { id, message } = change
  const topic = topics.seatStatusChanged
  return {
    topic: topic.name,
    source: topic.source,
    id,
    key: topic.keyOf(message),
    timeMs: Number(message.occurredAtMs),
    body: toBinary(topic.schema, message),
  }
}

/** An item is made once, and goes when its time has come: that is nobody's business. */
function outboxMessage({ oldImage, newImage }: Change): Message | undefined {
  if (oldImage !== undefined || newImage === undefined) return undefined
  const { message_id: id, topic: name, message_key: key, time_ms: timeMs } = newImage
  const { body, traceparent } = newImage
  const topic = Object.values<Topic>(topics).find((each) => each.name === name)
  if (!topic) throw malformed(`no topic is called ${String(name)}`)
  if (typeof id !== 'string' || typeof key !== 'string' || typeof timeMs !== 'number') {
    throw malformed('an item has message_id, message_key and time_ms')
  }
  if (!(body instanceof Uint8Array)) throw malformed('the body is binary')
  const trace = typeof traceparent === 'string' ? { traceparent } : {}
  return { topic: topic.name, source: topic.source, id, key, timeMs, body, ...trace }
}

function malformed(message: string): DomainError {
  return new DomainError('invalid', 'malformed_outbox_item', message)
}
