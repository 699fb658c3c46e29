import { systemClock } from '@usher/kernel'
import { temporaryTables } from '@usher/testing'
import { auditStateContract } from '../../ports/audit-state.contract.ts'
import { tablesAuditState } from './audit-state.ts'

for (const [name, open] of Object.entries(temporaryTables)) {
  auditStateContract(name, async () => {
    const { tables, reopen, close } = await open()
    return {
      state: tablesAuditState(tables, systemClock),
      reopen: async () => tablesAuditState(await reopen(), systemClock),
      close,
    }
  })
}
