import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Role } from '@usher/contracts'
import { ann, openAuth } from '../open-auth.fixture.ts'

test('the first admin is made by an operator', async () => {
  const { auth, client, logIn } = openAuth()
  await auth.createUserWithRoles({ ...ann, roles: ['admin'] })
  const { accessToken } = await logIn()
  const { roles } = await client.authenticate({ credential: accessToken })
  assert.deepEqual(roles, [Role.BUYER, Role.ADMIN])
})

test('an operator is told whose the address is', async () => {
  const { auth, registerAnn } = openAuth()
  const userId = await registerAnn()
  const created = auth.createUserWithRoles({ ...ann, roles: ['admin'] })
  await assert.rejects(created, { code: 'email_taken', facts: { user_id: userId } })
})
