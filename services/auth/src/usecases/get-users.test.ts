import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newId } from '@usher/kernel'
import { ann, openAuth } from '../open-auth.fixture.ts'

test('many users are told at once, each once, and those who do not exist left out', async () => {
  const { client, clock, random, registerAnn } = openAuth()
  const first = await registerAnn()
  const { user } = await client.register({ ...ann, email: 'ben@example.org' })
  const second = user!.userId
  const nobody = newId({ clock, random }, 'user')
  const { users } = await client.getUsers({ userIds: [second, nobody, first, second] })
  assert.deepEqual(
    users.map(({ userId }) => userId),
    [second, first],
  )
  assert.deepEqual(users[0], user)
  assert.deepEqual((await client.getUsers({})).users, [])
})

test('five hundred are answered, more or no ids are refused', async () => {
  const { client, clock, random } = openAuth()
  const userIds = Array.from({ length: 501 }, () => newId({ clock, random }, 'user'))
  assert.deepEqual((await client.getUsers({ userIds: userIds.slice(1) })).users, [])
  await assert.rejects(client.getUsers({ userIds }), { kind: 'invalid', code: 'too_many_users' })
  await assert.rejects(client.getUsers({ userIds: ['me'] }), { code: 'malformed_id' })
})
