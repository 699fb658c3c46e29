import { leaseStoreContract } from '../../ports/lease-store.contract.ts'
import { memoryLeaseStore } from './lease-store.ts'

leaseStoreContract('memoryLeaseStore', async () => ({
  leases: memoryLeaseStore(),
  close: async () => undefined,
}))
