import { type AuthService, Role } from '@usher/contracts'
import type { Client } from '@usher/rpc'
import type { Accounts } from '../../ports/accounts.ts'

/** The auth service, whatever carries the call. */
export function rpcAccounts(auth: Client<typeof AuthService>): Accounts {
  return {
    async check(userId) {
      await auth.getUser({ userId })
    },
    async grantOrganizerRole(userId) {
      await auth.grantRole({ userId, role: Role.ORGANIZER })
    },
  }
}
