import { temporaryTables } from '@usher/testing'
import { sandboxLedgerContract } from './sandbox-ledger.contract.ts'
import { tablesSandboxLedger } from './tables-sandbox-ledger.ts'

for (const [name, open] of Object.entries(temporaryTables)) {
  sandboxLedgerContract(name, async () => {
    const { tables, close } = await open()
    return { ledger: tablesSandboxLedger(tables), close }
  })
}
