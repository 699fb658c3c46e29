import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Role } from '@usher/contracts'
import { createLogger, prometheusMetrics } from '@usher/telemetry'
import { ann, openAuth } from './open-auth.fixture.ts'

function openWatched() {
  const lines: string[] = []
  const destination = { write: (line: string) => lines.push(line) }
  const logger = createLogger({ level: 'trace', name: 'auth', destination })
  const metrics = prometheusMetrics()
  return { ...openAuth({}, { logger, metrics }), lines, scrape: () => metrics.scrape() }
}

test('what happened is logged without addresses, passwords and secrets', async () => {
  const { client, lines, registerAnn, logIn } = openWatched()
  const userId = await registerAnn()
  await registerAnn()
  const { accessToken, refreshToken } = await logIn()
  await client.refresh({ refreshToken })
  await assert.rejects(client.refresh({ refreshToken }))
  await client.grantRole({ userId, role: Role.ADMIN })
  const { secret, apiKey } = await client.createApiKey({ userId, label: 'x' })
  await client.revokeApiKey({ userId, apiKeyId: apiKey!.apiKeyId })
  await client.rotateKeys({})

  const facts = lines.map((line) => JSON.parse(line).msg)
  assert.deepEqual(facts, [
    'a user registered',
    'a registration named an address that has an account',
    'a refresh token was used twice, its session has ended',
    'a role was granted',
    'an API key was created',
    'an API key was revoked',
    'access tokens are signed with a new key',
  ])
  const [family = '', refreshSecret = ''] = refreshToken.slice('urt_'.length).split('.')
  for (const secretText of [ann.email, ann.password, accessToken, family, refreshSecret, secret]) {
    assert.ok(!lines.join('').includes(secretText))
  }
})

test('registrations, logins and refreshes are counted by outcome', async () => {
  const { client, scrape, registerAnn, logIn } = openWatched()
  await registerAnn()
  await registerAnn()
  const { refreshToken } = await logIn()
  await assert.rejects(logIn({ ...ann, password: 'wrong password' }))
  await client.refresh({ refreshToken })
  await assert.rejects(client.refresh({ refreshToken }))
  const lines = (await scrape()).split('\n')
  for (const line of [
    'auth_registrations_total{outcome="registered"} 1',
    'auth_registrations_total{outcome="email_taken"} 1',
    'auth_logins_total{outcome="logged_in"} 1',
    'auth_logins_total{outcome="refused"} 1',
    'auth_refreshes_total{outcome="refreshed"} 1',
    'auth_refreshes_total{outcome="reused"} 1',
  ]) {
    assert.ok(lines.includes(line), `${line} is missing`)
  }
})
