import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SigningKey } from '../domain/signing-key.ts'
import type { SigningKeyStore } from './signing-key-store.ts'

export interface OpenSigningKeyStore {
  readonly signingKeys: SigningKeyStore
  readonly close: () => Promise<void>
}

function sampleKey(generation: number, keyId = `key ${generation}`): SigningKey {
  return { generation, keyId, privateKey: 'private', createdAtMs: generation * 1000 }
}

/** What every SigningKeyStore obeys. */
export function signingKeyStoreContract(
  name: string,
  open: () => Promise<OpenSigningKeyStore>,
  options: { readonly skip?: string | false } = {},
): void {
  const law = (title: string, check: (signingKeys: SigningKeyStore) => Promise<void>): void => {
    void test(`${name}: ${title}`, options, async () => {
      const { signingKeys, close } = await open()
      try {
        await check(signingKeys)
      } finally {
        await close()
      }
    })
  }

  law('keys are listed from the newest generation', async (signingKeys) => {
    assert.deepEqual(await signingKeys.all(), [])
    for (const generation of [2, 10, 9]) await signingKeys.add(sampleKey(generation))
    assert.deepEqual(await signingKeys.all(), [sampleKey(10), sampleKey(9), sampleKey(2)])
  })

  law('of many who add one generation at once, one wins', async (signingKeys) => {
    const rivals = Array.from({ length: 20 }, (_, i) => sampleKey(1, `rival ${i}`))
    const won = await Promise.all(rivals.map((key) => signingKeys.add(key)))
    assert.equal(won.filter(Boolean).length, 1)
    assert.deepEqual(await signingKeys.all(), [rivals[won.indexOf(true)]])
  })

  law('a key that was removed is gone; removing none is no error', async (signingKeys) => {
    await signingKeys.add(sampleKey(1))
    await signingKeys.remove(1)
    await signingKeys.remove(1)
    assert.deepEqual(await signingKeys.all(), [])
  })
}
