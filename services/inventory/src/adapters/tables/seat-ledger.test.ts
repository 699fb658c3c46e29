import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openTopicLog } from '@usher/bus'
import { memoryTables, openSqliteTables, reliableDisk, type Tables } from '@usher/stores'
import { manualClock, seededRandom } from '@usher/testing'
import { saleStoreContract } from '../../ports/sale-store.contract.ts'
import { seatLedgerContract } from '../../ports/seat-ledger.contract.ts'
import type { OpenLedger } from '../../ports/seat-ledger-law.fixture.ts'
import { seatMapStoreContract } from '../../ports/seat-map-store.contract.ts'
import { type InventoryStores, openInventoryStores } from './open-inventory-stores.ts'

type OpenStores = OpenLedger & InventoryStores

async function openStores(openTables: () => Promise<Tables>): Promise<OpenStores> {
  const tables = await openTables()
  const needs = { tables, clock: manualClock(), random: seededRandom(1) }
  const stores = await openInventoryStores({ tables, topicLog: await openTopicLog(needs) })
  return {
    ...stores,
    close: () => tables.close(),
    async restart() {
      await tables.close()
      return openStores(openTables)
    },
  }
}

function inMemory(): Promise<OpenStores> {
  const disk = reliableDisk()
  return openStores(async () => memoryTables(disk))
}

async function onSqlite(): Promise<OpenStores> {
  const directory = await mkdtemp(join(tmpdir(), 'usher-inventory-'))
  return removing(await openStores(() => openSqliteTables({ directory })), directory)
}

function removing(opened: OpenStores, directory: string): OpenStores {
  return {
    ...opened,
    restart: async () => removing((await opened.restart()) as OpenStores, directory),
    close: async () => {
      await opened.close()
      await rm(directory, { recursive: true })
    },
  }
}

for (const [where, open] of [
  ['in memory', inMemory],
  ['on SQLite', onSqlite],
] as const) {
  seatLedgerContract(`tablesSeatLedger ${where}`, open)
  seatMapStoreContract(`tablesSeatMapStore ${where}`, open)
  saleStoreContract(`tablesSaleStore ${where}`, open)
}
