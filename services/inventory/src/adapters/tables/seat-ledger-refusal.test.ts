import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openTopicLog } from '@usher/bus'
import { memoryTables, type Tables } from '@usher/stores'
import { manualClock, seededRandom } from '@usher/testing'
import { reserving, sampleEvent, seatNumber } from '../../samples/ledger-samples.fixture.ts'
import { openInventoryStores } from './open-inventory-stores.ts'

/** Tables that can be told that the disk is full: commits are then refused, as the real ones do. */
function fillableTables(): { tables: Tables; disk: { full: boolean } } {
  const inner = memoryTables()
  const disk = { full: false }
  const tables: Tables = {
    get: (table, ...key) => inner.get(table, ...key),
    list: (table, index, options) => inner.list(table, index, options),
    commit: (changes) =>
      disk.full ? Promise.reject(new Error('the disk is full')) : inner.commit(changes),
    ready: () => !disk.full,
    close: () => inner.close(),
  }
  return { tables, disk }
}

test('a commit that the store refuses leaves the seats as they were', async () => {
  const { tables, disk } = fillableTables()
  const topicLog = await openTopicLog({ tables, clock: manualClock(), random: seededRandom(1) })
  const { ledger } = await openInventoryStores({ tables, topicLog })
  const wish = await reserving(ledger, { seats: ['A1', 'A2'] })
  disk.full = true
  await assert.rejects(ledger.commit([wish]), { code: 'storage_unavailable' })
  disk.full = false
  const [first] = await ledger.seats(sampleEvent, [seatNumber('A1')])
  assert.equal(first?.status, 'AVAILABLE')
  assert.deepEqual(await ledger.commit([wish]), [{ kind: 'applied' }])
})
