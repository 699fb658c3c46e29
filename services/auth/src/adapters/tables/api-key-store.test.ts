import { apiKeyStoreContract } from '../../ports/api-key-store.contract.ts'
import { openings } from './open-tables.fixture.ts'
import { tablesApiKeyStore } from './api-key-store.ts'

for (const [name, open] of Object.entries(openings)) {
  apiKeyStoreContract(name, async () => {
    const { tables, close } = await open()
    return { apiKeys: tablesApiKeyStore(tables), close }
  })
}
