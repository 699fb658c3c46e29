import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { memoryTables, openSqliteTables } from '@usher/stores'
import { sandboxLedgerContract } from './sandbox-ledger.contract.ts'
import { tablesSandboxLedger } from './tables-sandbox-ledger.ts'

sandboxLedgerContract('tables in memory', async () => {
  const tables = memoryTables()
  return { ledger: tablesSandboxLedger(tables), close: () => tables.close() }
})

sandboxLedgerContract('tables in SQLite', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'usher-sandbox-'))
  const tables = await openSqliteTables({ directory })
  const close = async () => {
    await tables.close()
    await rm(directory, { recursive: true })
  }
  return { ledger: tablesSandboxLedger(tables), close }
})
