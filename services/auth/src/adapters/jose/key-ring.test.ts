import assert from 'node:assert/strict'
import { test } from 'node:test'
import { memoryTables } from '@usher/stores'
import { manualClock, seededRandom } from '@usher/testing'
import { SUCCESSION_MS } from '../../domain/signing-key.ts'
import { keyRingContract } from '../../ports/key-ring.contract.ts'
import { tablesSigningKeyStore } from '../tables/signing-key-store.ts'
import { JoseKeyRing } from './key-ring.ts'

keyRingContract('jose', async () => {
  const clock = manualClock()
  const signingKeys = tablesSigningKeyStore(memoryTables())
  const ports = { signingKeys, clock, random: seededRandom(1) }
  const config = { accessTokenTtlMs: 600_000, keyLifeMs: 86_400_000 }
  return {
    here: new JoseKeyRing(ports, config),
    there: new JoseKeyRing(ports, config),
    clock,
    keyLifeMs: config.keyLifeMs,
    overlapMs: config.accessTokenTtlMs + SUCCESSION_MS,
    close: async () => {},
  }
})

test('a slow look does not undo what a later one has seen', async () => {
  const clock = manualClock()
  const stored = tablesSigningKeyStore(memoryTables())
  const way = { slow: Promise.resolve() }
  const all = async () => {
    const { slow } = way
    const keys = await stored.all()
    await slow
    return keys
  }
  const ports = { signingKeys: { ...stored, all }, clock, random: seededRandom(1) }
  const ring = new JoseKeyRing(ports, { accessTokenTtlMs: 600_000, keyLifeMs: 86_400_000 })
  await ring.ready()
  const { promise, resolve } = Promise.withResolvers<void>()
  way.slow = promise
  await clock.advance(1000)
  const slow = ring.verifier('unknown')
  way.slow = Promise.resolve()
  const keyId = await ring.rotate()
  resolve()
  assert.equal(await slow, undefined)
  assert.equal((await ring.verifier(keyId))?.keyId, keyId)
})
