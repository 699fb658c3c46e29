import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AuthService } from '@usher/contracts'
import { localClient } from '@usher/rpc'
import { decodeProtectedHeader } from 'jose'
import { createAuth } from '../auth.ts'
import { readConfig } from '../config.ts'
import { SUCCESSION_MS } from '../domain/signing-key.ts'
import { openAuth } from '../open-auth.ts'

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

test('tokens signed before a rotation stay good, new ones are signed with the new key', async () => {
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

test('the key set shows public keys only', async () => {
  const { client } = await annLoggedIn()
  const { keys } = JSON.parse((await client.getKeySet({})).jwksJson)
  assert.deepEqual(Object.keys(keys[0]).sort(), ['alg', 'crv', 'kid', 'kty', 'use', 'x'])
})

test('processes that share a store share its keys, also when both make the first or rotate', async () => {
  const world = openAuth()
  const other = createAuth(world, readConfig({}))
  await Promise.all([world.auth.ready(), other.ready()])
  assert.equal((await world.signingKeys.all()).length, 1)

  const otherClient = localClient(AuthService, other.rpc)
  const both = [world.client.rotateKeys({}), otherClient.rotateKeys({})]
  const [here, there] = await Promise.all(both)
  assert.equal(here!.keyId, there!.keyId)

  await world.registerAnn()
  await world.client.rotateKeys({})
  const { accessToken } = await world.logIn()
  await world.clock.advance(1000)
  await otherClient.authenticate({ credential: accessToken })
})
