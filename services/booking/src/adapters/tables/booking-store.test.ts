import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openTopicLog, topicLogTable } from '@usher/bus'
import { memoryTables, openSqliteTables, type Tables } from '@usher/stores'
import { manualClock, seededRandom } from '@usher/testing'
import {
  bookingStoreContract,
  type BookingStoreFixture,
} from '../../ports/booking-store.contract.ts'
import { tablesBookingStore } from './booking-store.ts'

bookingStoreContract('memory', () => fixtureOver(memoryTables(), () => undefined))

bookingStoreContract('SQLite', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'usher-booking-'))
  const tables = await openSqliteTables({ directory })
  return fixtureOver(tables, () => rmSync(directory, { recursive: true }))
})

async function fixtureOver(tables: Tables, end: () => void): Promise<BookingStoreFixture> {
  const log = await openTopicLog({ tables, clock: manualClock(), random: seededRandom(1) })
  return {
    store: tablesBookingStore(tables, log),
    async messages(topic) {
      const rows = await tables.list(topicLogTable, 'key', { prefix: [topic], limit: 100 })
      return rows.map((row) => row.message_key)
    },
    async close() {
      await tables.close()
      end()
    },
  }
}
