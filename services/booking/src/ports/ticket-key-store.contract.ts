import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { NewTicketKey, TicketKeyStore } from './ticket-key-store.ts'

export interface TicketKeyStoreFixture {
  readonly store: TicketKeyStore
  close(): Promise<void>
}

/** The law of `TicketKeyStore`, for every adapter. */
export function ticketKeyStoreContract(
  name: string,
  open: () => Promise<TicketKeyStoreFixture>,
  options: { readonly skip?: string | false } = {},
): void {
  const law = (title: string, check: (store: TicketKeyStore) => Promise<void>) => {
    void test(title, async () => {
      const fixture = await open()
      try {
        await check(fixture.store)
      } finally {
        await fixture.close()
      }
    })
  }

  void describe(`ticket key store over ${name}`, options, () => {
    law('of many first keys at once one becomes the active one', async (store) => {
      assert.deepEqual(await store.all(), [])
      await Promise.all([1, 2, 3].map((n) => store.addFirst(key(n))))
      const first = await store.all()
      assert.deepEqual(await statuses(store), ['active'])
      await store.addFirst(key(4))
      assert.deepEqual(await store.all(), first)
    })

    law('a new key retires the one before, and revoked ones stay revoked', async (store) => {
      await store.addFirst(key(1))
      await store.rotate(key(2), { revokeOthers: false })
      assert.deepEqual(await statuses(store), ['retired', 'active'])
      await store.rotate(key(3), { revokeOthers: true })
      assert.deepEqual(await statuses(store), ['revoked', 'revoked', 'active'])
      await store.rotate(key(4), { revokeOthers: false })
      assert.deepEqual(await statuses(store), ['revoked', 'revoked', 'retired', 'active'])
    })

    law('of rotations at once the last one signs', async (store) => {
      await Promise.all([1, 2, 3].map((n) => store.rotate(key(n), { revokeOthers: false })))
      assert.deepEqual(await statuses(store), ['retired', 'retired', 'active'])
    })
  })
}

async function statuses(store: TicketKeyStore): Promise<readonly string[]> {
  return (await store.all()).map(({ status }) => status)
}

function key(n: number): NewTicketKey {
  return { keyId: `AAAAAAA${'ABCDEFGH'[n]}`, x: `x${n}`, d: `d${n}`, createdAtMs: n }
}
