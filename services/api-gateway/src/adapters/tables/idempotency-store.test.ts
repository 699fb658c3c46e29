import { temporaryTables } from '@usher/testing'
import { idempotencyStoreContract } from '../../ports/idempotency-store.contract.ts'
import { tablesIdempotencyStore } from './idempotency-store.ts'

for (const [name, open] of Object.entries(temporaryTables)) {
  idempotencyStoreContract(name, async () => {
    const { tables, reopen, close } = await open()
    return {
      store: tablesIdempotencyStore(tables),
      restart: async () => tablesIdempotencyStore(await reopen()),
      close,
    }
  })
}
