import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { UserId } from '@usher/kernel'
import type { OrganizerId } from '../domain/venue.ts'
import type { ScannerStore } from './scanner-store.ts'

type Open = () => Promise<{ scanners: ScannerStore; close: () => Promise<void> }>

/** What every ScannerStore does. */
export function scannerStoreContract(
  name: string,
  open: Open,
  options: { readonly skip?: string | false } = {},
): void {
  const scanner = (organizer: number, user: string, addedAtMs = 5) => ({
    organizerId: organizer as OrganizerId,
    userId: user as UserId,
    addedAtMs,
  })

  describe(`${name} as a scanner store`, options, () => {
    it('keeps a scanner of one organizer, and of no other', async (test) => {
      const { scanners, close } = await open()
      test.after(close)
      assert.equal(await scanners.has(scanner(1, 'ana')), false)
      assert.deepEqual(await scanners.insert(scanner(1, 'ana')), scanner(1, 'ana'))
      assert.equal(await scanners.has(scanner(1, 'ana')), true)
      assert.equal(await scanners.has(scanner(2, 'ana')), false)
      assert.equal(await scanners.has(scanner(1, 'ben')), false)
    })

    it('answers a repeat with the first, of many at once too', async (test) => {
      const { scanners, close } = await open()
      test.after(close)
      const times = [1, 2, 3, 4, 5]
      const kept = await Promise.all(times.map((at) => scanners.insert(scanner(1, 'ana', at))))
      for (const each of kept) assert.deepEqual(each, kept[0])
      assert.deepEqual(await scanners.list(everyone), [kept[0]])
    })

    it('forgets a scanner, however often it is asked, and takes them back', async (test) => {
      const { scanners, close } = await open()
      test.after(close)
      await scanners.insert(scanner(1, 'ana'))
      await scanners.insert(scanner(2, 'ana'))
      await scanners.remove(scanner(1, 'ana'))
      await scanners.remove(scanner(1, 'ana'))
      assert.equal(await scanners.has(scanner(1, 'ana')), false)
      assert.equal(await scanners.has(scanner(2, 'ana')), true)
      assert.deepEqual(await scanners.insert(scanner(1, 'ana', 9)), scanner(1, 'ana', 9))
    })

    it('lists the scanners of one organizer in pages', async (test) => {
      const { scanners, close } = await open()
      test.after(close)
      for (const user of ['c', 'a', 'd', 'b']) await scanners.insert(scanner(1, user))
      await scanners.insert(scanner(2, 'e'))
      const users = async (after: string, limit: number) => {
        const found = await scanners.list({ ...everyone, after: after as UserId, limit })
        return found.map(({ userId }) => String(userId))
      }
      assert.deepEqual(await users('', 9), ['a', 'b', 'c', 'd'])
      assert.deepEqual(await users('', 2), ['a', 'b'])
      assert.deepEqual(await users('b', 2), ['c', 'd'])
    })
  })
}

const everyone = { organizerId: 1 as OrganizerId, after: '', limit: 9 } as const
