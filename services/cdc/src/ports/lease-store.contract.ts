import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { newLease } from '../domain/lease.ts'
import type { LeaseStore } from './lease-store.ts'

/** What every LeaseStore does. */
export function leaseStoreContract(
  name: string,
  open: () => Promise<{ readonly leases: LeaseStore; readonly close: () => Promise<void> }>,
  options: { readonly skip: string | false } = { skip: false },
): void {
  describe(`${name} as a lease store`, options, () => {
    it('makes one lease of a shard, whoever asks', async (t) => {
      const { leases, close } = await open()
      t.after(close)
      const made = await Promise.all([1, 2, 3].map(() => leases.create(newLease('s', 'a'))))
      assert.equal(made.filter(Boolean).length, 1)
      assert.deepEqual(await leases.list(), [newLease('s', 'a')])
    })

    it('gives a lease to one of those who reach for it at once', async (t) => {
      const { leases, close } = await open()
      t.after(close)
      const free = newLease('s', 'a')
      await leases.create(free)
      const owners = ['one', 'two', 'three']
      const taken = await Promise.all(owners.map((owner) => leases.change(free, { owner })))
      const [winner, ...others] = taken.filter((lease) => lease !== undefined)
      assert.deepEqual(others, [])
      assert.deepEqual(await leases.list(), [winner])
      assert.equal(winner?.counter, 1)
    })

    it('takes no word from an owner whose lease was written since', async (t) => {
      const { leases, close } = await open()
      t.after(close)
      await leases.create(newLease('s', 'a'))
      const old = await leases.change(newLease('s', 'a'), { owner: 'old' })
      assert.ok(old)
      const stolen = await leases.change(old, { owner: 'new' })
      assert.ok(stolen)
      assert.equal(await leases.change(old, { checkpoint: '9' }), undefined)
      await leases.remove(old)
      const done = await leases.change(stolen, { checkpoint: '5', finished: true, owner: null })
      assert.deepEqual(await leases.list(), [
        { ...stolen, owner: null, counter: 3, checkpoint: '5', finished: true },
      ])
      assert.ok(done)
      await leases.remove(done)
      assert.deepEqual(await leases.list(), [])
    })

    it('keeps many leases, those of several streams beside each other', async (t) => {
      const { leases, close } = await open()
      t.after(close)
      const keys = Array.from({ length: 60 }, (_, index) => newLease(`s${index % 2}`, `a${index}`))
      await Promise.all(keys.map((lease) => leases.create(lease)))
      const kept = await leases.list()
      assert.equal(new Set(kept.map(({ shardId }) => shardId)).size, 60)
    })
  })
}
