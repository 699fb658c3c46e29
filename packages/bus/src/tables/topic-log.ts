import { create, type MessageInitShape, type MessageShape, toBinary } from '@bufbuild/protobuf'
import { type Cancel, type Clock, newId, type Random } from '@usher/kernel'
import { type Change, defineTable, put, type Tables } from '@usher/stores'
import type { DeadLetter } from '../event-bus.ts'
import { deadLettersOf, type PlainTopic, type Topic, topics } from '../topics.ts'

/** One message as it is kept: its attributes beside its body. */
export interface TopicLogRow {
  readonly topic: string
  readonly offset: number
  readonly message_id: string
  readonly message_key: string
  readonly time_ms: number
  /** The protobuf encoding, in base64. */
  readonly body: string
  readonly dead_letter: DeadLetter | null
}

export const topicLogTable = defineTable<TopicLogRow>({
  name: 'topic_log',
  columns: {
    topic: 'text',
    offset: 'integer',
    message_id: 'text',
    message_key: 'text',
    time_ms: 'integer',
    body: 'text',
    dead_letter: 'json',
  },
  key: ['topic', 'offset'],
})

/** The outbox: what others shall know is committed together with what has happened. */
export interface TopicLog {
  /**
   * The row that publishes `message`. Commit it in the same turn, together with the state it tells
   * of: a reader that has seen a later offset does not come back for an earlier one.
   */
  record<AnyTopic extends Topic>(
    topic: AnyTopic,
    message: MessageInitShape<AnyTopic['schema']>,
  ): Change
}

type Needs = { readonly tables: Tables; readonly clock: Clock; readonly random: Random }

/** Opens the log of all topics, behind the last offset of each. One writer: open it once. */
export async function openTopicLog(needs: Needs): Promise<TablesTopicLog> {
  const heads = new Map<string, number>()
  for (const topic of Object.values<Topic>(topics)) {
    for (const { name } of [topic, deadLettersOf(topic)]) {
      heads.set(name, await lastOffset(needs.tables, name))
    }
  }
  return new TablesTopicLog(needs, heads)
}

/** The newest row of a topic is never pruned, so offsets continue whatever became of the others. */
async function lastOffset(tables: Tables, topic: string): Promise<number> {
  const newest = { prefix: [topic], descending: true, limit: 1 }
  const [row] = await tables.list(topicLogTable, 'key', newest)
  return row?.offset ?? 0
}

export class TablesTopicLog implements TopicLog {
  readonly #needs: Needs
  readonly #heads: Map<string, number>
  readonly #wakes = new Map<string, Set<() => void>>()

  constructor(needs: Needs, heads: Map<string, number>) {
    this.#needs = needs
    this.#heads = heads
  }

  record<AnyTopic extends Topic>(
    topic: AnyTopic,
    parts: MessageInitShape<AnyTopic['schema']>,
  ): Change {
    const message = create(topic.schema, parts) as MessageShape<AnyTopic['schema']>
    return this.#append(topic, {
      message_id: newId(this.#needs, 'message'),
      message_key: topic.keyOf(message),
      time_ms: this.#needs.clock.nowMs(),
      body: Buffer.from(toBinary(topic.schema, message)).toString('base64'),
      dead_letter: null,
    })
  }

  /**
   * The row that keeps a message which a consumer gave up on; it stays what it was, with the reason
   * beside it.
   */
  recordDeadLetter(topic: Topic, row: Omit<TopicLogRow, 'topic' | 'offset'>): Change {
    return this.#append(deadLettersOf(topic), row)
  }

  /** The row that puts a dead letter back where it came from, as it was. */
  recordAgain(topic: PlainTopic, { message_id, message_key, time_ms, body }: TopicLogRow): Change {
    return this.#append(topic, { message_id, message_key, time_ms, body, dead_letter: null })
  }

  /** The offset of the newest record, committed or about to be. */
  head(topic: Topic): number {
    return this.#heads.get(topic.name) ?? 0
  }

  onAppended({ name }: Topic, wake: () => void): Cancel {
    const wakes = this.#wakes.get(name) ?? new Set()
    this.#wakes.set(name, wakes.add(wake))
    return () => wakes.delete(wake)
  }

  #append({ name }: PlainTopic, row: Omit<TopicLogRow, 'topic' | 'offset'>): Change {
    const head = this.#heads.get(name)
    if (head === undefined) throw new TypeError(`${name} is not a registered topic`)
    this.#heads.set(name, head + 1)
    for (const wake of this.#wakes.get(name) ?? []) wake()
    return put(topicLogTable, { topic: name, offset: head + 1, ...row })
  }
}
