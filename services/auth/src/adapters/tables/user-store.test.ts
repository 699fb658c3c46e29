import { temporaryTables } from '@usher/testing'
import { userStoreContract } from '../../ports/user-store.contract.ts'
import { tablesUserStore } from './user-store.ts'

for (const [name, open] of Object.entries(temporaryTables)) {
  userStoreContract(name, async () => {
    const { tables, close } = await open()
    return { users: tablesUserStore(tables), close }
  })
}
