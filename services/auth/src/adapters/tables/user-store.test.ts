import { userStoreContract } from '../../ports/user-store.contract.ts'
import { openings } from './open-tables.fixture.ts'
import { tablesUserStore } from './user-store.ts'

for (const [name, open] of Object.entries(openings)) {
  userStoreContract(name, async () => {
    const { tables, close } = await open()
    return { users: tablesUserStore(tables), close }
  })
}
