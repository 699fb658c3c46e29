import { sessionStoreContract } from '../../ports/session-store.contract.ts'
import { openings } from './open-tables.fixture.ts'
import { tablesSessionStore } from './session-store.ts'

for (const [name, open] of Object.entries(openings)) {
  sessionStoreContract(name, async () => {
    const { tables, close } = await open()
    return { sessions: tablesSessionStore(tables), close }
  })
}
