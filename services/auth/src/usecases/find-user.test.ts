import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openAuth } from '../open-auth.fixture.ts'

test('a user is found by address as a login finds them, whatever the case', async () => {
  const { client, registerAnn } = openAuth()
  const userId = await registerAnn()
  for (const email of ['ann@example.org', ' ANN@EXAMPLE.ORG ', 'ａnn@example.org']) {
    assert.equal((await client.findUser({ email })).user!.userId, userId)
  }
  const password = 'correct horse'
  await client.register({ email: 'jürgen@BÜCHER.example', password, name: 'J' })
  const { user } = await client.findUser({ email: 'JU\u0308RGEN@bücher.example' })
  assert.equal(user!.name, 'J')
})

test('an address that nobody has finds nobody, and what is no address is refused', async () => {
  const { client } = openAuth()
  const nobody = { kind: 'not_found', code: 'user_not_found', facts: {} }
  await assert.rejects(client.findUser({ email: 'ann@example.org' }), nobody)
  await assert.rejects(client.findUser({ email: 'ann' }), { code: 'invalid_email' })
})
