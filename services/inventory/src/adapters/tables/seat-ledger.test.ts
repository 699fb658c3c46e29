import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openTopicLog } from '@usher/bus'
import { memoryTables, openSqliteTables, reliableDisk, type Tables } from '@usher/stores'
import { manualClock, seededRandom } from '@usher/testing'
import { type OpenLedger, seatLedgerContract } from '../../ports/seat-ledger.contract.ts'
import { openInventoryStores } from './open-inventory-stores.ts'

async function openLedger(openTables: () => Promise<Tables>): Promise<OpenLedger> {
  const tables = await openTables()
  const needs = { tables, clock: manualClock(), random: seededRandom(1) }
  const { ledger } = await openInventoryStores({ tables, topicLog: await openTopicLog(needs) })
  return {
    ledger,
    close: () => tables.close(),
    async restart() {
      await tables.close()
      return openLedger(openTables)
    },
  }
}

seatLedgerContract('tablesSeatLedger in memory', () => {
  const disk = reliableDisk()
  return openLedger(async () => memoryTables(disk))
})

seatLedgerContract('tablesSeatLedger on SQLite', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'usher-ledger-'))
  return removing(await openLedger(() => openSqliteTables({ directory })), directory)
})

function removing(opened: OpenLedger, directory: string): OpenLedger {
  return {
    ...opened,
    restart: async () => removing(await opened.restart(), directory),
    close: async () => {
      await opened.close()
      await rm(directory, { recursive: true })
    },
  }
}
