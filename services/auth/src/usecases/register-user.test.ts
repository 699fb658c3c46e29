import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Role } from '@usher/contracts'
import { parseEmail } from '../domain/email.ts'
import { ann, openAuth } from '../open-auth.fixture.ts'

test('a registered user is a buyer who can log in', async () => {
  const { client, clock, logIn } = openAuth()
  const { user } = await client.register({ ...ann, name: ' Ann Lee ' })
  assert.match(user!.userId, /^user_/)
  assert.deepEqual([user!.email, user!.name, user!.roles], [ann.email, 'Ann Lee', [Role.BUYER]])
  assert.equal(user!.createdAtMs, BigInt(clock.nowMs()))
  await logIn({ email: ' ANN@example.org', password: ann.password })
})

test('the language of mails is kept as it was given, in its canonical form', async () => {
  const { client } = openAuth()
  const { user } = await client.register({ ...ann, language: 'ES-mx' })
  assert.equal(user!.language, 'es-MX')
  const { user: stored } = await client.getUser({ userId: user!.userId })
  assert.deepEqual(stored, user)
})

test('bad input names its field and creates nobody', async () => {
  const { client, users } = openAuth()
  const cases = { email: 'ann', password: 'short', name: '', language: 'zh_TW' }
  for (const [field, value] of Object.entries(cases)) {
    const registered = client.register({ ...ann, [field]: value })
    await assert.rejects(registered, { kind: 'invalid', code: `invalid_${field}` })
  }
  assert.equal(await users.byEmail(parseEmail(ann.email).key), undefined)
})

test('an address that is taken answers as a new one does and changes nothing', async () => {
  const { client, registerAnn, logIn, users } = openAuth()
  const annId = await registerAnn()
  const thief = {
    email: 'ann@EXAMPLE.org',
    password: 'other password',
    name: 'Mallory',
    language: 'zh-tw',
  }
  const { user: answered } = await client.register(thief)
  const { user: fresh } = await client.register({ ...thief, email: 'free@example.org' })

  assert.deepEqual({ ...answered, userId: '', email: '' }, { ...fresh, userId: '', email: '' })
  assert.equal(answered!.email, thief.email)
  assert.equal(answered!.language, 'zh-TW')
  assert.notEqual(answered!.userId, annId)
  await assert.rejects(logIn(thief), { code: 'invalid_credentials' })
  await logIn(ann)
  const { user: stored } = await client.getUser({ userId: annId })
  assert.deepEqual([stored!.name, stored!.language], ['Ann', ''])
  await assert.rejects(client.getUser({ userId: answered!.userId }), { code: 'user_not_found' })
  assert.ok(await users.claimedAtMs(parseEmail(ann.email).key))
})

test('a taken address does the work of a new one: one hash, one durable write', async () => {
  const world = openAuth()
  const work: string[] = []
  const counted = openAuth(
    {},
    {
      users: { ...world.users, add: (user) => (work.push('write'), world.users.add(user)) },
      passwords: {
        ...world.passwords,
        hash: (password) => (work.push('hash'), world.passwords.hash(password)),
      },
    },
  )
  await counted.client.register(ann)
  const forNew = work.splice(0)
  await counted.client.register(ann)
  assert.deepEqual(work, forNew)
})

test('of many who register one address at once, one can log in', async () => {
  const { client, logIn } = openAuth()
  const passwords = Array.from({ length: 10 }, (_, i) => `password ${i}`)
  await Promise.all(passwords.map((password) => client.register({ ...ann, password })))
  const logins = await Promise.allSettled(
    passwords.map((password) => logIn({ email: ann.email, password })),
  )
  assert.equal(logins.filter(({ status }) => status === 'fulfilled').length, 1)
})
