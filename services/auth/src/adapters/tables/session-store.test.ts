import { temporaryTables } from '@usher/testing'
import { sessionStoreContract } from '../../ports/session-store.contract.ts'
import { tablesSessionStore } from './session-store.ts'

for (const [name, open] of Object.entries(temporaryTables)) {
  sessionStoreContract(name, async () => {
    const { tables, close } = await open()
    return { sessions: tablesSessionStore(tables), close }
  })
}
