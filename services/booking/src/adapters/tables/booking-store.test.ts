import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openTopicLog, topicLogTable } from '@usher/bus'
import { memoryTables, type Tables } from '@usher/stores'
import { manualClock, seededRandom, temporaryTables } from '@usher/testing'
import {
  bookingStoreContract,
  type BookingStoreFixture,
} from '../../ports/booking-store.contract.ts'
import { sampleBooking } from '../../simulation/sample-booking.fixture.ts'
import { tablesBookingStore } from './booking-store.ts'

for (const [name, open] of Object.entries(temporaryTables)) {
  bookingStoreContract(name, async () => {
    const { tables, close } = await open()
    return fixtureOver(tables, close)
  })
}

test('what a failed disk never took is not told to anybody', async () => {
  let broken = false
  const append = async () => {
    if (broken) throw new Error('the disk is gone')
  }
  const tables = memoryTables({ durable: [], append })
  const { store } = await fixtureOver(tables, () => tables.close())
  const booking = sampleBooking(1)
  await store.create(booking, 0)
  broken = true
  const after = { ...booking, status: 'CONFIRMED', version: 2 } as const
  await assert.rejects(store.update({ before: booking, after }), { code: 'storage_failed' })
  await assert.rejects(store.get(booking.bookingId), { code: 'storage_failed' })
})

async function fixtureOver(
  tables: Tables,
  close: () => Promise<void>,
): Promise<BookingStoreFixture> {
  const log = await openTopicLog({ tables, clock: manualClock(), random: seededRandom(1) })
  return {
    store: tablesBookingStore(tables, log),
    async messages(topic) {
      const rows = await tables.list(topicLogTable, 'key', { prefix: [topic], limit: 100 })
      return rows.map((row) => row.message_key)
    },
    close,
  }
}
