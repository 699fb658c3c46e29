import type { Clock } from '@usher/kernel'
import { everyRow, put, type Tables } from '@usher/stores'
import {
  DEAD_LETTERS_GROUP,
  type DeadLetters,
  type LetterChoice,
  LETTERS_MAX,
  requireKnown,
  type WaitingLetter,
} from '../dead-letters.ts'
import { deadLettersOf, type Topic } from '../topics.ts'
import { consumerPositionsTable } from './consumer-positions.ts'
import { type TablesTopicLog, type TopicLogRow, topicLogTable } from './topic-log.ts'

export interface TablesDeadLettersNeeds {
  readonly tables: Tables
  readonly clock: Clock
  /** For putting letters back. */
  readonly log: TablesTopicLog
}

/** The rows of `<topic>.dlq` in `topic_log`; what was put back, and that it was, is one commit. */
export function tablesDeadLetters(needs: TablesDeadLettersNeeds): DeadLetters {
  const { tables, clock, log } = needs
  return {
    async list(choice) {
      return (await findRows(tables, choice)).map((row) => waitingLetter(row, choice.topic))
    },
    async replay(choice) {
      const rows = await findRows(tables, choice)
      requireKnown(
        choice,
        rows.map((row) => waitingLetter(row, choice.topic)),
      )
      const last = rows.at(-1)
      if (!last) return 0
      const position = {
        topic: last.topic,
        consumer_group: DEAD_LETTERS_GROUP,
        offset: last.offset,
        updated_at_ms: clock.nowMs(),
      }
      const back = rows.map((row) => log.recordAgain(choice.topic, row))
      await tables.commit([...back, ...(choice.ids ? [] : [put(consumerPositionsTable, position)])])
      return rows.length
    },
  }
}

async function findRows(
  tables: Tables,
  { topic, ids, limit = LETTERS_MAX }: LetterChoice,
): Promise<readonly TopicLogRow[]> {
  const { name } = deadLettersOf(topic)
  const putBack = tables.get(consumerPositionsTable, name, DEAD_LETTERS_GROUP)?.offset ?? 0
  const rows: TopicLogRow[] = []
  for await (const row of everyRow(tables, topicLogTable, [name])) {
    if (row.offset <= putBack || (ids && !ids.includes(row.message_id))) continue
    if (rows.length >= Math.min(limit, LETTERS_MAX)) break
    rows.push(row)
  }
  return rows
}

function waitingLetter(row: TopicLogRow, topic: Topic): WaitingLetter {
  return {
    topic: topic.name,
    id: row.message_id,
    key: row.message_key,
    time: new Date(row.time_ms).toISOString(),
    deadLetter: row.dead_letter ?? { group: 'unknown', attempts: 0, reason: 'it does not say' },
    body: Buffer.from(row.body, 'base64'),
  }
}
