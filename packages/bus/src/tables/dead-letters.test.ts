import assert from 'node:assert/strict'
import { manualClock, seededRandom, temporaryTables } from '@usher/testing'
import { deadLettersContract } from '../dead-letters.contract.ts'
import { topics } from '../topics.ts'
import { tablesDeadLetters } from './dead-letters.ts'
import { openTopicLog, topicLogTable } from './topic-log.ts'

const topic = topics.bookingConfirmed

for (const [name, openTables] of Object.entries(temporaryTables)) {
  deadLettersContract(`tablesDeadLetters on ${name}`, async () => {
    const { tables, close } = await openTables()
    const needs = { tables, clock: manualClock(), random: seededRandom(1) }
    const log = await openTopicLog(needs)
    const letter = (key: string) =>
      log.recordDeadLetter(topic, {
        message_id: `msg_${key}`,
        message_key: key,
        time_ms: 1_700_000_000_000,
        body: Buffer.from([1]).toString('base64'),
        dead_letter: { group: 'g', attempts: 5, reason: `no ${key} today` },
      })
    return {
      letters: tablesDeadLetters({ ...needs, log }),
      bury: (...keys) => tables.commit(keys.map(letter)),
      async back() {
        const rows = await tables.list(topicLogTable, 'key', { prefix: [topic.name], limit: 100 })
        for (const row of rows) assert.equal(row.dead_letter, null)
        return rows.map(({ message_id }) => message_id)
      },
      close,
    }
  })
}
