import { temporaryTables } from '@usher/testing'
import { signingKeyStoreContract } from '../../ports/signing-key-store.contract.ts'
import { tablesSigningKeyStore } from './signing-key-store.ts'

for (const [name, open] of Object.entries(temporaryTables)) {
  signingKeyStoreContract(name, async () => {
    const { tables, close } = await open()
    return { signingKeys: tablesSigningKeyStore(tables), close }
  })
}
