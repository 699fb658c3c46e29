import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Role } from '@usher/contracts'
import { openAuth } from '../open-auth.fixture.ts'

const all = [Role.BUYER, Role.ORGANIZER, Role.SCANNER, Role.ADMIN]

test('a role is added to those a user has, once', async () => {
  const { client, registerAnn } = openAuth()
  const userId = await registerAnn()
  await client.grantRole({ userId, role: Role.SCANNER })
  const { user } = await client.grantRole({ userId, role: Role.SCANNER })
  assert.deepEqual(user!.roles, [Role.BUYER, Role.SCANNER])
})

test('grants at once are all kept', async () => {
  const { client, registerAnn } = openAuth()
  const userId = await registerAnn()
  await Promise.all(all.map((role) => client.grantRole({ userId, role })))
  assert.deepEqual((await client.getUser({ userId })).user!.roles, all)
})

test('without the condition on the version grants at once would be lost', async () => {
  const world = openAuth()
  const { client, registerAnn } = openAuth(
    {},
    {
      users: {
        ...world.users,
        async replace(next) {
          const stored = await world.users.byId(next.userId)
          const overwritten = { ...next, version: stored!.version + 1 }
          return (await world.users.replace(overwritten)) || this.replace(next)
        },
      },
    },
  )
  const userId = await registerAnn()
  await Promise.all(all.map((role) => client.grantRole({ userId, role })))
  assert.ok((await client.getUser({ userId })).user!.roles.length < all.length)
})

test('nobody is granted nothing, and no role that is none', async () => {
  const { client, registerAnn } = openAuth()
  const userId = await registerAnn()
  for (const role of [Role.UNSPECIFIED, 99 as Role]) {
    await assert.rejects(client.grantRole({ userId, role }), { code: 'invalid_role' })
  }
  const stranger = userId.replace(/.$/, (last) => (last === '0' ? '1' : '0'))
  const granted = client.grantRole({ userId: stranger, role: Role.ADMIN })
  await assert.rejects(granted, { kind: 'not_found', code: 'user_not_found' })
  await assert.rejects(client.grantRole({ userId: '1', role: Role.ADMIN }), {
    code: 'malformed_id',
  })
})
