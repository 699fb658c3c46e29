import type { UserId } from '@usher/kernel'
import { FakeAuth } from '../../fake-services.fixture.ts'
import { accountsContract } from '../../ports/accounts.contract.ts'
import { rpcAccounts } from './accounts.ts'

accountsContract('rpcAccounts', async () => {
  const [userId, administratorId, strangerId] = ['ana', 'root', 'nobody'] as UserId[]
  const auth = new FakeAuth({ strangerId: 'nobody', adminId: 'root' })
  return {
    accounts: rpcAccounts(auth.client),
    userId: userId as UserId,
    administratorId: administratorId as UserId,
    strangerId: strangerId as UserId,
    isOrganizer: async (id) => auth.organizers.has(id),
    isScanner: async (id) => auth.scanners.has(id),
    close: async () => {},
  }
})
