import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { memoryTables, openSqliteTables, reliableDisk } from '@usher/stores'
import { idempotencyStoreContract } from '../../ports/idempotency-store.contract.ts'
import { tablesIdempotencyStore } from './idempotency-store.ts'

idempotencyStoreContract('memory tables', async () => {
  const disk = reliableDisk()
  return {
    store: tablesIdempotencyStore(memoryTables(disk)),
    restart: async () => tablesIdempotencyStore(memoryTables(disk)),
    close: async () => {},
  }
})

idempotencyStoreContract('SQLite tables', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'usher-idempotency-'))
  let tables = await openSqliteTables({ directory })
  return {
    store: tablesIdempotencyStore(tables),
    restart: async () => {
      await tables.close()
      tables = await openSqliteTables({ directory })
      return tablesIdempotencyStore(tables)
    },
    close: async () => {
      await tables.close()
      await rm(directory, { recursive: true })
    },
  }
})
