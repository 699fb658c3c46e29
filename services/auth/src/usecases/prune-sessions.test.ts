import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openAuth } from '../open-auth.fixture.ts'

test('expired sessions are removed by themselves, others stay', async () => {
  const world = openAuth({ sessionTtlMs: 1000 })
  const userId = await world.registerAnn()
  await world.logIn()
  await world.clock.advance(500)
  const { refreshToken } = await world.logIn()
  await world.clock.advance(500)
  await world.runJob('auth.prune_sessions')
  const left = await world.sessions.ofUser(userId, { skip: 0, limit: 9 })
  assert.equal(left.length, 1)
  await world.client.refresh({ refreshToken })
})
