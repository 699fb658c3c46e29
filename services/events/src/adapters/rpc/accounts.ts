import { type AuthService, Role } from '@usher/contracts'
import { isDomainError } from '@usher/kernel'
import type { Client } from '@usher/rpc'
import type { Accounts } from '../../ports/accounts.ts'

/** The auth service, whatever carries the call. */
export function rpcAccounts(auth: Client<typeof AuthService>): Accounts {
  return {
    async check(userId) {
      await auth.getUser({ userId })
    },
    async isAdministrator(userId) {
      try {
        const { user } = await auth.getUser({ userId })
        return user?.roles.includes(Role.ADMIN) ?? false
      } catch (error) {
        if (isDomainError(error) && error.kind === 'not_found') return false
        throw error
      }
    },
    async grantOrganizerRole(userId) {
      await auth.grantRole({ userId, role: Role.ORGANIZER })
    },
    async grantScannerRole(userId) {
      await auth.grantRole({ userId, role: Role.SCANNER })
    },
  }
}
