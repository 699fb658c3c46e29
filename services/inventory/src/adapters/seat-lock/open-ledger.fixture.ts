import { openTopicLog } from '@usher/bus'
import { systemClock, systemRandom } from '@usher/kernel'
import { memoryTables, reliableDisk } from '@usher/stores'
import { manualClock, seededRandom } from '@usher/testing'
import type { OpenLedger } from '../../ports/seat-ledger-law.fixture.ts'
import type { SeatLedger } from '../../ports/seat-ledger.ts'
import type { SeatLock } from '../../ports/seat-lock.ts'
import { silentInventoryTelemetry } from '../../telemetry.ts'
import { openInventoryStores } from '../tables/open-inventory-stores.ts'
import { seatLockLedger } from './seat-ledger.ts'

/** In memory, with a lock in front where one is given. */
export async function openLedger(lock?: SeatLock, disk = reliableDisk()): Promise<OpenLedger> {
  const tables = memoryTables(disk)
  const needs = { tables, clock: manualClock(), random: seededRandom(1) }
  const { ledger } = await openInventoryStores({ tables, topicLog: await openTopicLog(needs) })
  return {
    ledger: lock ? withLock(ledger, lock) : ledger,
    restart: async () => {
      await tables.close()
      return openLedger(lock, disk)
    },
    close: () => tables.close(),
  }
}

export function withLock(ledger: SeatLedger, lock: SeatLock): SeatLedger {
  const needs = { clock: systemClock, random: systemRandom, telemetry: silentInventoryTelemetry }
  return seatLockLedger({ ledger, lock, ...needs })
}
