import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { UserId } from '@usher/kernel'
import type { Accounts } from './accounts.ts'

interface OpenAccounts {
  readonly accounts: Accounts
  readonly userId: UserId
  readonly administratorId: UserId
  /** Somebody of whom there is no account. */
  readonly strangerId: UserId
  /** True when the user has the organizer's role. */
  readonly isOrganizer: (userId: UserId) => Promise<boolean>
  readonly isScanner: (userId: UserId) => Promise<boolean>
  readonly close: () => Promise<void>
}

/** What every Accounts does. */
export function accountsContract(name: string, open: () => Promise<OpenAccounts>): void {
  describe(`${name} as accounts`, () => {
    it('knows who there is, and who may manage everything', async (test) => {
      const { accounts, userId, administratorId, strangerId, close } = await open()
      test.after(close)
      await accounts.check(userId)
      await assert.rejects(accounts.check(strangerId), { kind: 'not_found' })
      assert.equal(await accounts.isAdministrator(administratorId), true)
      assert.equal(await accounts.isAdministrator(userId), false)
      assert.equal(await accounts.isAdministrator(strangerId), false)
    })

    it('grants the roles, however often it is asked', async (test) => {
      const { accounts, userId, isOrganizer, isScanner, close } = await open()
      test.after(close)
      assert.equal(await isOrganizer(userId), false)
      await accounts.grantOrganizerRole(userId)
      await accounts.grantOrganizerRole(userId)
      assert.equal(await isOrganizer(userId), true)
      assert.equal(await isScanner(userId), false)
      await accounts.grantScannerRole(userId)
      await accounts.grantScannerRole(userId)
      assert.equal(await isScanner(userId), true)
    })
  })
}
