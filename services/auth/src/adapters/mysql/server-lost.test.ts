import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { openMysql } from '@usher/stores/mysql/open-mysql'
import { type OwnServer, ownServer, realServer, untilWithin } from '@usher/testing'
import type { User } from '../../domain/user.ts'
import { sampleUser } from '../../ports/samples.fixture.ts'
import { openAuth } from '../../open-auth.fixture.ts'
import type { UserStore } from '../../ports/user-store.ts'
import type { AuthDatabase } from './auth-database.ts'
import { openMysqlAuthStores } from './open-mysql-stores.ts'
import { mysqlUserStore } from './user-store.ts'

const { options } = realServer('USHER_MYSQL_URL')
const unavailable = { kind: 'unavailable', code: 'mysql_unavailable' }
const WRITERS = 8
/** A server that is merely slow is none that is gone: one that was killed refuses at once. */
const PATIENCE_MS = 60_000

test('a killed MySQL loses no account, and is used again when it is back', options, async (t) => {
  const { server, mysql } = await openOwn(t)
  const { users } = await openMysqlAuthStores(mysql)
  const writing = Array.from({ length: WRITERS }, (_, i) => writeUntilRefused(users, i))
  await addOne(users, 'before@example.org')
  await server.kill()

  const added = (await Promise.all(writing)).flat()
  await assert.rejects(users.byId(sampleUser().userId), unavailable)
  await assert.rejects(addOne(users, 'during@example.org'), unavailable)
  await assert.rejects(mysql.ping(), unavailable)

  await server.start()
  await mysql.ping()
  assert.ok(added.length > 0)
  for (const user of added) assert.deepEqual(await users.byId(user.userId), user)
  assert.equal(await users.add(sampleUser('after@example.org')), 'added')
})

test('without MySQL nobody logs in, and who has is still known', options, async (t) => {
  const { server, mysql } = await openOwn(t)
  const { client, logIn, auth, registerAnn } = openAuth({}, await openMysqlAuthStores(mysql))
  await auth.ready()
  const ann = await registerAnn()
  const { accessToken } = await logIn()
  await server.kill()

  await assert.rejects(logIn(), unavailable)
  const { userId } = await client.authenticate({ credential: accessToken })
  assert.equal(userId, ann)
  await server.start()
  await client.authenticate({ credential: (await logIn()).accessToken })
})

test(
  'without MySQL a key that was shown goes on, a new or a revoked one does not',
  options,
  async (t) => {
    const { server, mysql } = await openOwn(t)
    const { client, registerAnn, clock } = openAuth({}, await openMysqlAuthStores(mysql))
    const userId = await registerAnn()
    const newKey = async (label: string) => client.createApiKey({ userId, label })
    const [door, revoked, unseen] = [await newKey('d'), await newKey('r'), await newKey('u')]
    const known = await client.authenticate({ credential: door.secret })
    await client.authenticate({ credential: revoked.secret })
    await client.revokeApiKey({ userId, apiKeyId: revoked.apiKey!.apiKeyId })
    await server.kill()

    for (const credential of [unseen.secret, revoked.secret]) {
      await assert.rejects(client.authenticate({ credential }), unavailable)
    }
    assert.deepEqual(await client.authenticate({ credential: door.secret }), known)
    await server.start()
    await clock.advance(60_000)
    await client.authenticate({ credential: unseen.secret })
    const { apiKeyId } = door.apiKey!
    await client.revokeApiKey({ userId, apiKeyId })
    const refused = client.authenticate({ credential: door.secret })
    await assert.rejects(refused, { code: 'invalid_token' })
  },
)

test('a MySQL that is paused is unavailable in time, and used again', options, async (t) => {
  const { server, mysql } = await openOwn(t)
  const user = await addOne((await openMysqlAuthStores(mysql)).users, 'before@example.org')
  const users = mysqlUserStore(openAt(t, server, 500))
  const isFound = async () => (await users.byId(user.userId).catch(() => undefined)) !== undefined
  await untilWithin(PATIENCE_MS)(isFound)
  await server.pause()
  const calls = [1, 2, 3].map(() => assert.rejects(users.byId(user.userId), unavailable))
  await Promise.all(calls)
  await server.resume()
  await untilWithin(PATIENCE_MS)(isFound)
})

async function openOwn(t: TestContext) {
  const server = await ownServer('mysql', 'USHER_MYSQL_URL')
  t.after(() => server.close())
  return { server, mysql: openAt(t, server, PATIENCE_MS) }
}

function openAt(t: TestContext, { address: url }: OwnServer, timeoutMs: number) {
  const mysql = openMysql<AuthDatabase>({ url, poolSize: WRITERS, timeoutMs })
  t.after(() => mysql.close())
  return mysql
}

/** The users whose addition was acknowledged. */
async function writeUntilRefused(users: UserStore, writer: number): Promise<readonly User[]> {
  const added: User[] = []
  try {
    for (let i = 0; ; i++) added.push(await addOne(users, `w${writer}-${i}@example.org`))
  } catch (error) {
    assert.equal((error as { code?: string }).code, unavailable.code)
    return added
  }
}

async function addOne(users: UserStore, email: string): Promise<User> {
  const user = sampleUser(email)
  assert.equal(await users.add(user), 'added')
  return user
}
