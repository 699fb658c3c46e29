import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseEmail } from '../domain/email.ts'
import { withRole } from '../domain/user.ts'
import { sampleUser } from './samples.fixture.ts'
import type { UserStore } from './user-store.ts'

export interface OpenUserStore {
  readonly users: UserStore
  readonly close: () => Promise<void>
}

/** What every UserStore obeys. */
export function userStoreContract(
  name: string,
  open: () => Promise<OpenUserStore>,
  options: { readonly skip?: string | false } = {},
): void {
  const law = (title: string, check: (users: UserStore) => Promise<void>): void => {
    void test(`${name}: ${title}`, options, async () => {
      const { users, close } = await open()
      try {
        await check(users)
      } finally {
        await close()
      }
    })
  }

  law('a user that was added is found by id and by address', async (users) => {
    const user = sampleUser('Ann@Example.org')
    assert.equal(await users.add(user), 'added')
    assert.deepEqual(await users.byId(user.userId), user)
    assert.deepEqual(await users.byEmail(parseEmail('ann@example.ORG').key), user)
  })

  law('who was not added is not found', async (users) => {
    assert.equal(await users.byId(sampleUser().userId), undefined)
    assert.equal(await users.byEmail(parseEmail('nobody@example.org').key), undefined)
    assert.equal(await users.claimedAtMs(parseEmail('nobody@example.org').key), undefined)
  })

  law('of many who are asked for at once, those who exist are found, in order', async (users) => {
    const [ann, ben, carl] = ['a@x.org', 'b@x.org', 'c@x.org'].map((email) => sampleUser(email))
    for (const user of [ann, ben, carl]) await users.add(user!)
    const asked = [carl!.userId, sampleUser().userId, ann!.userId]
    assert.deepEqual(await users.byIds(asked), [carl, ann])
    assert.deepEqual(await users.byIds([]), [])
  })

  law('an address that is taken adds nobody and records the claim', async (users) => {
    const owner = sampleUser()
    const claimant = { ...sampleUser(), createdAtMs: owner.createdAtMs + 5 }
    await users.add(owner)
    assert.equal(await users.claimedAtMs(owner.email.key), undefined)
    assert.equal(await users.add(claimant), 'email_taken')
    assert.equal(await users.byId(claimant.userId), undefined)
    assert.deepEqual(await users.byEmail(owner.email.key), owner)
    assert.equal(await users.claimedAtMs(owner.email.key), claimant.createdAtMs)
  })

  law('of many who claim one address at once, one is added', async (users) => {
    const claimants = Array.from({ length: 20 }, () => sampleUser())
    const answers = await Promise.all(claimants.map((user) => users.add(user)))
    assert.equal(answers.filter((answer) => answer === 'added').length, 1)
    const stored = await Promise.all(claimants.map(({ userId }) => users.byId(userId)))
    assert.equal(stored.filter((user) => user !== undefined).length, 1)
  })

  law('a change is applied to the version it was made from, once', async (users) => {
    const user = sampleUser()
    await users.add(user)
    const scanner = withRole(user, 'scanner', 2000)
    const admin = withRole(user, 'admin', 2000)
    const applied = await Promise.all([users.replace(scanner), users.replace(admin)])
    assert.equal(applied.filter(Boolean).length, 1)
    assert.deepEqual(await users.byId(user.userId), applied[0] ? scanner : admin)
  })

  law('a user who is not stored cannot be replaced', async (users) => {
    assert.equal(await users.replace(withRole(sampleUser(), 'admin', 2000)), false)
  })
}
