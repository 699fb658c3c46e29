import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AuthService } from '@usher/contracts'
import { localClient } from '@usher/rpc'
import { decodeProtectedHeader } from 'jose'
import { createAuth } from '../auth.ts'
import { readConfig } from '../config.ts'
import { SUCCESSION_MS } from '../domain/signing-key.ts'
import { openAuth } from '../open-auth.fixture.ts'

async function annLoggedIn() {
  const world = openAuth()
  await world.registerAnn()
  const { accessToken } = await world.logIn()
  const keyIds = async () => {
    const { keys } = JSON.parse((await world.client.getKeySet({})).jwksJson)
    return keys.map((key: { kid: string }) => key.kid) as string[]
  }
  return { ...world, accessToken, keyIds }
}

const kidOf = (token: string) => decodeProtectedHeader(token).kid

test('old tokens stay good after a rotation, new ones are signed with the new key', async () => {
  const { client, accessToken, keyIds, logIn } = await annLoggedIn()
  const { keyId } = await client.rotateKeys({})
  await client.authenticate({ credential: accessToken })
  const later = await logIn()
  assert.notEqual(kidOf(accessToken), keyId)
  assert.equal(kidOf(later.accessToken), keyId)
  assert.deepEqual(await keyIds(), [keyId, kidOf(accessToken)])
})

test('an old key leaves the key set and the store when its last token has expired', async () => {
  const { client, clock, keyIds, runJob, signingKeys } = await annLoggedIn()
  const { keyId } = await client.rotateKeys({})
  await clock.advance(600_000 + SUCCESSION_MS - 1)
  await runJob('auth.tend_keys')
  assert.equal((await signingKeys.all()).length, 2)
  await clock.advance(1)
  assert.deepEqual(await keyIds(), [keyId])
  await runJob('auth.tend_keys')
  assert.deepEqual(
    (await signingKeys.all()).map((key) => key.keyId),
    [keyId],
  )
})

test('a key that is old is replaced by itself', async () => {
  const { clock, keyIds, runJob, accessToken } = await annLoggedIn()
  await runJob('auth.tend_keys')
  assert.deepEqual(await keyIds(), [kidOf(accessToken)])
  await clock.advance(readConfig({}).keyLifeMs)
  await runJob('auth.tend_keys')
  assert.equal((await keyIds()).length, 2)
})

test('a process learns of a key that another rotated to from the first tokens of it', async () => {
  const world = openAuth()
  await world.registerAnn()
  const other = createAuth(world, readConfig({}))
  await other.ready()
  await world.client.rotateKeys({})
  const tokens = [await world.logIn(), await world.logIn()]
  await world.clock.advance(1000)
  const client = localClient(AuthService, other.rpc)
  await Promise.all(
    tokens.map(({ accessToken: credential }) => client.authenticate({ credential })),
  )
})
