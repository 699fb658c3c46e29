import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { UserId } from '@usher/kernel'
import type { OrganizerStore } from './organizer-store.ts'

type Open = () => Promise<{ organizers: OrganizerStore; close: () => Promise<void> }>

/** What every OrganizerStore does. */
export function organizerStoreContract(
  name: string,
  open: Open,
  options: { readonly skip?: string | false } = {},
): void {
  const organizer = (user: string) => ({
    ownerUserId: user as UserId,
    name: `${user} & Co`,
    createdAtMs: 5,
  })

  describe(`${name} as an organizer store`, options, () => {
    it('numbers organizers from one and finds them by their user', async (test) => {
      const { organizers, close } = await open()
      test.after(close)
      const ana = await organizers.insert(organizer('ana'))
      const ben = await organizers.insert(organizer('ben'))
      assert.deepEqual([ana.organizerId, ben.organizerId], [1, 2])
      assert.deepEqual(await organizers.ofUser('ben' as UserId), ben)
      assert.deepEqual(ben, { ...organizer('ben'), organizerId: 2 })
      assert.equal(await organizers.ofUser('cleo' as UserId), undefined)
    })

    it('makes one organizer of a user who asks many times at once', async (test) => {
      const { organizers, close } = await open()
      test.after(close)
      const asked = Array.from({ length: 10 }, () => organizers.insert(organizer('ana')))
      const ids = (await Promise.all(asked)).map(({ organizerId }) => organizerId)
      assert.equal(new Set(ids).size, 1)
      assert.equal((await organizers.ofUser('ana' as UserId))?.organizerId, ids[0])
    })
  })
}
