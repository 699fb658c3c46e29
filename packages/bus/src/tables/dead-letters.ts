import type { Clock } from '@usher/kernel'
import { type Change, everyRow, put, type Tables } from '@usher/stores'
import {
  DEAD_LETTERS_GROUP,
  type DeadLetters,
  type LetterChoice,
  LETTERS_MAX,
  requireKnown,
  unknownLetter,
  type WaitingLetter,
} from '../dead-letters.ts'
import type { DeadLetter } from '../event-bus.ts'
import { deadLettersOf, type PlainTopic } from '../topics.ts'
import { consumerPositionsTable } from './consumer-positions.ts'
import { type TablesTopicLog, type TopicLogRow, topicLogTable } from './topic-log.ts'

export interface TablesDeadLettersNeeds {
  readonly tables: Tables
  readonly clock: Clock
  /** For putting letters back. */
  readonly log: TablesTopicLog
}

/**
 * The rows of `<topic>.dlq` in `topic_log`; what was put back, and that it was, is one commit.
 * Those that were chosen by their ids are marked, of the others it is on record how far they reach:
 * the newest row cannot go, since offsets continue behind it.
 */
export function tablesDeadLetters(needs: TablesDeadLettersNeeds): DeadLetters {
  const { tables, log } = needs
  const close = async (
    choice: LetterChoice,
    back: (row: TopicLogRow) => readonly Change[],
  ): Promise<number> => {
    const rows = await findRows(tables, choice)
    requireKnown(
      choice,
      rows.map((row) => waitingLetter(row, choice.topic)),
    )
    if (rows.length === 0) return 0
    const closed = choice.ids ? rows.map(marked) : [positionBehind(rows, needs.clock)]
    await tables.commit([...rows.flatMap(back), ...closed])
    return rows.length
  }
  return {
    async list(choice) {
      return (await findRows(tables, choice)).map((row) => waitingLetter(row, choice.topic))
    },
    replay: (choice) => close(choice, (row) => [log.recordAgain(choice.topic, row)]),
    dismiss: (choice) => close(choice, () => []),
  }
}

/** What the letter's row says once it is closed. */
interface ClosedLetter extends DeadLetter {
  readonly closed: true
}

function marked(row: TopicLogRow): Change {
  const closed: ClosedLetter = { ...(row.dead_letter ?? unknownLetter), closed: true }
  return put(topicLogTable, { ...row, dead_letter: closed })
}

function positionBehind(rows: readonly TopicLogRow[], clock: Clock): Change {
  const { topic = '', offset = 0 } = rows.at(-1) ?? {}
  const consumer_group = DEAD_LETTERS_GROUP
  return put(consumerPositionsTable, {
    topic,
    consumer_group,
    offset,
    updated_at_ms: clock.nowMs(),
  })
}

async function findRows(
  tables: Tables,
  { topic, ids, limit = LETTERS_MAX }: LetterChoice,
): Promise<readonly TopicLogRow[]> {
  const { name } = deadLettersOf(topic)
  const doneUpTo = tables.get(consumerPositionsTable, name, DEAD_LETTERS_GROUP)?.offset ?? 0
  const rows: TopicLogRow[] = []
  for await (const row of everyRow(tables, topicLogTable, [name])) {
    if (row.offset <= doneUpTo || !isOpen(row) || (ids && !ids.includes(row.message_id))) continue
    if (rows.length >= Math.min(limit, LETTERS_MAX)) break
    rows.push(row)
  }
  return rows
}

function isOpen({ dead_letter }: TopicLogRow): boolean {
  return dead_letter === null || !('closed' in dead_letter)
}

function waitingLetter(row: TopicLogRow, topic: PlainTopic): WaitingLetter {
  return {
    topic: topic.name,
    id: row.message_id,
    key: row.message_key,
    time: new Date(row.time_ms).toISOString(),
    deadLetter: row.dead_letter ?? unknownLetter,
    body: Buffer.from(row.body, 'base64'),
  }
}
