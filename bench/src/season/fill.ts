/** Fills a new data directory with a season, a process of its own: `fill.ts DIRECTORY EVENTS`. */
import { create, toBinary } from '@bufbuild/protobuf'
import { consumerPositionsTable, topicLogTable, topics } from '@usher/bus'
import { EventCreatedSchema } from '@usher/contracts'
import { newId, systemClock, systemRandom } from '@usher/kernel'
import { fillSqliteTables } from '@usher/stores'
import { eventOfSeason } from './season.ts'

/**
 * Who has heard of these events already, so that nobody works through them during the measurement.
 * The index is made from the log all the same.
 */
const GROUPS = ['search_index_created', 'booking_known_events']

const [directory = '', events = '0'] = process.argv.slice(2)
fill(directory, Number(events))
process.stdout.write('{}\n')

function fill(directory: string, events: number): void {
  const filler = fillSqliteTables(directory)
  const time_ms = systemClock.nowMs()
  const needs = { clock: systemClock, random: systemRandom }
  const topic = topics.eventCreated.name
  for (let offset = 1; offset <= events; offset++) {
    const message = create(EventCreatedSchema, eventOfSeason(offset, time_ms))
    filler.insert(topicLogTable, {
      topic,
      offset,
      message_id: newId(needs, 'message'),
      message_key: topics.eventCreated.keyOf(message),
      time_ms,
      body: Buffer.from(toBinary(EventCreatedSchema, message)).toString('base64'),
      dead_letter: null,
    })
  }
  for (const consumer_group of GROUPS) {
    const position = { topic, consumer_group, offset: events, updated_at_ms: time_ms }
    filler.insert(consumerPositionsTable, position)
  }
  filler.finish()
}
