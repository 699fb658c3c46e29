import {
  everyRow,
  nameOfRow,
  type PlacedRecord,
  placedRecord,
  type Tables,
  withoutPlace,
} from '@usher/stores'
import { consumerPositionsTable } from '../tables/consumer-positions.ts'
import { topicLogTable } from '../tables/topic-log.ts'
import { type Topic, topics } from '../topics.ts'
import { KEEP_SECONDS, type OutboxItem, outboxTable } from './outbox-table.ts'

/** Topics whose owner tells everything anew: the newest state of each of its things. */
const toldAnew: ReadonlySet<string> = new Set([topics.eventCreated.name, topics.eventUpdated.name])

/**
 * Messages that somebody has yet to read, as items of the outbox: whoever has read them already
 * knows them by their ids. Dead letters, which nobody reads, stay in the export.
 */
export async function* outboxItems(tables: Tables): AsyncGenerator<PlacedRecord> {
  const readByAll = new Map<string, number>()
  for await (const { topic, offset } of everyRow(tables, consumerPositionsTable)) {
    readByAll.set(topic, Math.min(offset, readByAll.get(topic) ?? offset))
  }
  const known = new Set(Object.values<Topic>(topics).map(({ name }) => name))
  for await (const row of everyRow(tables, topicLogTable)) {
    if (toldAnew.has(row.topic) || row.dead_letter) continue
    if (!known.has(row.topic)) {
      throw withoutPlace(nameOfRow(topicLogTable, row), 'there is no such topic')
    }
    if (row.offset <= (readByAll.get(row.topic) ?? 0)) continue
    const record: OutboxItem = {
      message_id: row.message_id,
      topic: row.topic,
      message_key: row.message_key,
      time_ms: row.time_ms,
      body: Buffer.from(row.body, 'base64'),
      ttl: Math.floor(row.time_ms / 1000) + KEEP_SECONDS,
    }
    yield placedRecord(topicLogTable, row, { into: outboxTable.name, record })
  }
}
