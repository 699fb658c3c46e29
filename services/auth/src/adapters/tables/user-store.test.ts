import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defineTable, put } from '@usher/stores'
import { temporaryTables } from '@usher/testing'
import { parseEmail } from '../../domain/email.ts'
import { sampleUser } from '../../ports/samples.fixture.ts'
import { userStoreContract } from '../../ports/user-store.contract.ts'
import { tablesUserStore, type UserRow, users as usersTable } from './user-store.ts'

/** The table as it was before there were languages. */
const { language: _, ...columns } = usersTable.types
const earlierTable = defineTable<Omit<UserRow, 'language'>>({
  name: 'users',
  columns,
  key: ['user_id'],
})

for (const [name, open] of Object.entries(temporaryTables)) {
  userStoreContract(name, async () => {
    const { tables, close } = await open()
    return { users: tablesUserStore(tables), close }
  })

  test(`${name}: a user from before there were languages has said none`, async () => {
    const { tables, reopen, close } = await open()
    const { address, key } = parseEmail('ann@example.org')
    const user = { ...sampleUser(address), language: '' }
    const row = {
      user_id: user.userId,
      email: address,
      email_key: key,
      password_hash: user.passwordHash,
      name: user.name,
      roles: user.roles,
      created_at: user.createdAtMs,
      updated_at: user.updatedAtMs,
      is_active: true,
      version: 1,
    }
    await tables.commit([put(earlierTable, row)])
    const users = tablesUserStore(await reopen())
    assert.deepEqual(await users.byId(user.userId), user)
    await close()
  })
}
