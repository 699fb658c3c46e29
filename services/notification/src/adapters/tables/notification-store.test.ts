import { temporaryTables } from '@usher/testing'
import { notificationStoreContract } from '../../ports/notification-store.contract.ts'
import { tablesNotificationStore } from './notification-store.ts'

for (const [name, open] of Object.entries(temporaryTables)) {
  notificationStoreContract(name, async () => {
    const { tables, reopen, close } = await open()
    return {
      store: tablesNotificationStore(tables),
      reopen: async () => tablesNotificationStore(await reopen()),
      close,
    }
  })
}
