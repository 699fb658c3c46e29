import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openAuth } from '../open-auth.fixture.ts'

test('a session that was logged out cannot be refreshed; others can', async () => {
  const { client, registerAnn, logIn } = openAuth()
  await registerAnn()
  const [here, there] = [await logIn(), await logIn()]
  await client.logout({ refreshToken: here.refreshToken })
  const refreshed = client.refresh({ refreshToken: here.refreshToken })
  await assert.rejects(refreshed, { code: 'invalid_refresh_token' })
  await client.refresh({ refreshToken: there.refreshToken })
})

test('logging out twice, or of nothing, is no error', async () => {
  const { client, registerAnn, logIn } = openAuth()
  await registerAnn()
  const { refreshToken } = await logIn()
  for (const token of [refreshToken, refreshToken, '', 'nonsense']) {
    await client.logout({ refreshToken: token })
  }
})
