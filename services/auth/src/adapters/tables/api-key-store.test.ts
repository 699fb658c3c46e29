import { temporaryTables } from '@usher/testing'
import { apiKeyStoreContract } from '../../ports/api-key-store.contract.ts'
import { tablesApiKeyStore } from './api-key-store.ts'

for (const [name, open] of Object.entries(temporaryTables)) {
  apiKeyStoreContract(name, async () => {
    const { tables, close } = await open()
    return { apiKeys: tablesApiKeyStore(tables), close }
  })
}
