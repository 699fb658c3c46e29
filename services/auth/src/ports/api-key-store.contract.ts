import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ApiKeyStore } from './api-key-store.ts'
import { sampleApiKey } from './samples.fixture.ts'

export interface OpenApiKeyStore {
  readonly apiKeys: ApiKeyStore
  readonly close: () => Promise<void>
}

/** What every ApiKeyStore obeys. */
export function apiKeyStoreContract(
  name: string,
  open: () => Promise<OpenApiKeyStore>,
  options: { readonly skip?: string | false } = {},
): void {
  const law = (title: string, check: (apiKeys: ApiKeyStore) => Promise<void>): void => {
    void test(`${name}: ${title}`, options, async () => {
      const { apiKeys, close } = await open()
      try {
        await check(apiKeys)
      } finally {
        await close()
      }
    })
  }

  law('a key is found by the hash of its secret', async (apiKeys) => {
    const apiKey = sampleApiKey()
    await apiKeys.add(apiKey)
    assert.deepEqual(await apiKeys.bySecret(apiKey.secretHash), apiKey)
    assert.equal(await apiKeys.bySecret(sampleApiKey().secretHash), undefined)
  })

  law("a user's keys in use are listed before revoked ones", async (apiKeys) => {
    const { userId } = sampleApiKey()
    const revoked = sampleApiKey({ userId, createdAtMs: 1, revokedAtMs: 9 })
    const first = sampleApiKey({ userId, createdAtMs: 2 })
    const second = sampleApiKey({ userId, createdAtMs: 3 })
    for (const apiKey of [revoked, second, first, sampleApiKey()]) await apiKeys.add(apiKey)
    assert.deepEqual(await apiKeys.ofUser(userId, 9), [first, second, revoked])
    assert.deepEqual(await apiKeys.ofUser(userId, 2), [first, second])
  })

  law('a revoked key stays revoked since the first time', async (apiKeys) => {
    const apiKey = sampleApiKey()
    const { userId, apiKeyId } = apiKey
    await apiKeys.add(apiKey)
    assert.equal(await apiKeys.revoke({ userId, apiKeyId, nowMs: 7 }), true)
    assert.equal(await apiKeys.revoke({ userId, apiKeyId, nowMs: 8 }), true)
    assert.deepEqual(await apiKeys.bySecret(apiKey.secretHash), { ...apiKey, revokedAtMs: 7 })
  })

  law("another user's key cannot be revoked", async (apiKeys) => {
    const apiKey = sampleApiKey()
    const { userId } = sampleApiKey()
    await apiKeys.add(apiKey)
    assert.equal(await apiKeys.revoke({ userId, apiKeyId: apiKey.apiKeyId, nowMs: 7 }), false)
    assert.deepEqual(await apiKeys.bySecret(apiKey.secretHash), apiKey)
  })
}
