import assert from 'node:assert/strict'
import { test } from 'node:test'
import { temporaryDatabase } from '@usher/stores/mysql/temporary-database.fixture'
import { realServer } from '@usher/testing'
import { parseEmail } from '../../domain/email.ts'
import { apiKeyStoreContract } from '../../ports/api-key-store.contract.ts'
import { sampleSession, sampleUser } from '../../ports/samples.fixture.ts'
import { sessionStoreContract } from '../../ports/session-store.contract.ts'
import { signingKeyStoreContract } from '../../ports/signing-key-store.contract.ts'
import { userStoreContract } from '../../ports/user-store.contract.ts'
import type { AuthDatabase } from './auth-database.ts'
import { openMysqlAuthStores } from './open-mysql-stores.ts'

for (const [name, setting] of [
  ['MySQL', 'USHER_MYSQL_URL'],
  ['MariaDB', 'USHER_MARIADB_URL'],
] as const) {
  const { address, options } = realServer(setting)
  const open = async () => {
    const { mysql, close } = await temporaryDatabase<AuthDatabase>(address)
    return { ...(await openMysqlAuthStores(mysql)), mysql, close }
  }

  userStoreContract(name, open, options)
  sessionStoreContract(name, open, options)
  apiKeyStoreContract(name, open, options)
  signingKeyStoreContract(name, open, options)

  test(
    `${name}: names in any script and of any length come back as they were`,
    options,
    async (t) => {
      const { users, close } = await open()
      t.after(close)
      for (const [i, name] of [
        '夜雨 🎭👩🏽‍🎤',
        '🎟'.repeat(255),
        "O'Hara \\ \"'; --",
        'ß',
      ].entries()) {
        const user = { ...sampleUser(`user${i}@example.org`), name }
        assert.equal(await users.add(user), 'added')
        assert.deepEqual(await users.byId(user.userId), user)
      }
      const long = sampleUser(`${'ü'.repeat(64)}@${'x'.repeat(185)}.org`)
      assert.equal(await users.add(long), 'added')
      assert.deepEqual(await users.byEmail(long.email.key), long)
    },
  )

  test(
    `${name}: addresses are one account without case and width, not without accents`,
    options,
    async (t) => {
      const { users, close } = await open()
      t.after(close)
      assert.equal(await users.add(sampleUser('Ann@Example.org')), 'added')
      assert.equal(await users.add(sampleUser('ａnn@EXAMPLE.org')), 'email_taken')
      assert.equal(await users.add(sampleUser('änn@example.org')), 'added')
      assert.equal(
        await users.byEmail(parseEmail('Änn@example.org').key).then((u) => u?.version),
        1,
      )
    },
  )

  test(`${name}: a claim in the same millisecond is still a claim`, options, async (t) => {
    const { users, close } = await open()
    t.after(close)
    const user = sampleUser()
    const claims = [1, 2, 3].map(() => ({ ...sampleUser(), createdAtMs: user.createdAtMs }))
    assert.equal(await users.add(user), 'added')
    for (const claim of claims) assert.equal(await users.add(claim), 'email_taken')
  })

  test(`${name}: times before 1970 and after 2038 come back as they were`, options, async (t) => {
    const { users, sessions, close } = await open()
    t.after(close)
    for (const year of [1612, 1969, 2039, 9999]) {
      const atMs = Date.UTC(year, 11, 31, 23, 59, 59, 999)
      const user = { ...sampleUser(`y${year}@example.org`), createdAtMs: atMs, updatedAtMs: atMs }
      const session = sampleSession({ createdAtMs: atMs, expiresAtMs: atMs })
      await users.add(user)
      await sessions.add(session)
      assert.deepEqual(await users.byId(user.userId), user)
      assert.deepEqual(await sessions.byFamily(session.familyHash), session)
    }
  })

  test(`${name}: many processes open the stores at once`, options, async (t) => {
    const { mysql, close } = await temporaryDatabase<AuthDatabase>(address)
    t.after(close)
    const opened = await Promise.all([1, 2, 3, 4].map(() => openMysqlAuthStores(mysql)))
    const user = sampleUser()
    await opened[0]?.users.add(user)
    assert.deepEqual(await opened[3]?.users.byId(user.userId), user)
  })
}
