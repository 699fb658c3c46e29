import type { Attributes } from '../event-bus.ts'
import type { LogRecord } from '../log-source.ts'
import type { Topic } from '../topics.ts'

/** What a consumer of `topic` is told beside the message. */
export function attributesOf(topic: Topic, record: LogRecord): Attributes {
  return {
    specversion: '1.0',
    id: record.id,
    source: topic.source,
    type: topic.name,
    time: new Date(record.timeMs).toISOString(),
    subject: record.key,
    ...(record.deadLetter && { deadletter: record.deadLetter }),
  }
}
