import { fromBinary, type Message } from '@bufbuild/protobuf'
import type { Tables } from '@usher/stores'
import type { DeadLetter } from '../event-bus.ts'
import type { LogRecord, LogSource } from '../log-source.ts'
import type { Topic } from '../topics.ts'
import { type TablesTopicLog, type TopicLogRow, topicLogTable } from './topic-log.ts'

/** The log of one topic in `topic_log`. Reads nothing while there is nothing new. */
export function topicLogSource(tables: Tables, log: TablesTopicLog, topic: Topic): LogSource {
  return {
    async read(after, limit) {
      const head = log.head(topic)
      if (head <= after) return []
      const rows = newestRows(tables, topic, { after, upTo: Math.min(head, after + limit) })
      if (rows.length > 0) return rows.map((row) => new StoredRecord(topic, row))
      const behind = { prefix: [topic.name], after: [after], limit }
      const older = await tables.list(topicLogTable, 'key', behind)
      return older.map((row) => new StoredRecord(topic, row))
    },
    head: () => log.head(topic),
    onAppended(wake) {
      return log.onAppended(topic, wake)
    },
  }
}

/**
 * Looks the offsets up one by one: those who keep up find them in memory, and spare the store the
 * work of a list, which must first bring its tables up to date. Empty when the next offset is gone:
 * it was pruned, or never committed.
 */
function newestRows(
  tables: Tables,
  topic: Topic,
  { after, upTo }: { after: number; upTo: number },
): readonly TopicLogRow[] {
  const rows: TopicLogRow[] = []
  for (let offset = after + 1; offset <= upTo; offset++) {
    const row = tables.get(topicLogTable, topic.name, offset)
    if (!row) break
    rows.push(row)
  }
  return rows
}

/**
 * Decodes when it is asked for: a body that cannot be read then fails as its handler would, and
 * holds up nobody.
 */
class StoredRecord implements LogRecord {
  readonly #topic: Topic
  readonly row: TopicLogRow

  constructor(topic: Topic, row: TopicLogRow) {
    this.#topic = topic
    this.row = row
  }

  get offset(): number {
    return this.row.offset
  }

  get id(): string {
    return this.row.message_id
  }

  get key(): string {
    return this.row.message_key
  }

  get timeMs(): number {
    return this.row.time_ms
  }

  get message(): Message {
    return fromBinary(this.#topic.schema, Buffer.from(this.row.body, 'base64'))
  }

  get body(): string {
    return this.row.body
  }

  get deadLetter(): DeadLetter | undefined {
    return this.row.dead_letter ?? undefined
  }
}
