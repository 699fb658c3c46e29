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
