import { signingKeyStoreContract } from '../../ports/signing-key-store.contract.ts'
import { openings } from './open-tables.fixture.ts'
import { tablesSigningKeyStore } from './signing-key-store.ts'

for (const [name, open] of Object.entries(openings)) {
  signingKeyStoreContract(name, async () => {
    const { tables, close } = await open()
    return { signingKeys: tablesSigningKeyStore(tables), close }
  })
}
