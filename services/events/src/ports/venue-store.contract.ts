import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { OperationId, VenueId } from '@usher/kernel'
import { newVenue, type OrganizerId } from '../domain/venue.ts'
import type { VenueStore } from './venue-store.ts'

type Open = () => Promise<{ venues: VenueStore; close: () => Promise<void> }>

/** What every VenueStore does. */
export function venueStoreContract(
  name: string,
  open: Open,
  options: { readonly skip?: string | false } = {},
): void {
  const venue = (organizerId: number, location = true) =>
    newVenue(
      {
        venueName: 'Teatro',
        city: 'Cádiz',
        country: 'ES',
        address: 'Plaza 1',
        timeZone: 'Europe/Madrid',
        location: location ? { latitude: 36.5, longitude: -6.25 } : null,
      },
      { organizerId: organizerId as OrganizerId, nowMs: 5 },
    )

  describe(`${name} as a venue store`, options, () => {
    it('numbers venues from one and gives back what was put in', async (test) => {
      const { venues, close } = await open()
      test.after(close)
      const first = await venues.insert(venue(1), null)
      const second = await venues.insert(venue(1, false), null)
      assert.deepEqual([first.venueId, second.venueId], [1, 2])
      assert.deepEqual(await venues.get(1 as VenueId), { ...venue(1), venueId: 1 })
      assert.deepEqual(await venues.get(2 as VenueId), { ...venue(1, false), venueId: 2 })
      assert.equal(await venues.get(3 as VenueId), undefined)
    })

    it('answers an operation of an organizer with the venue it made first', async (test) => {
      const { venues, close } = await open()
      test.after(close)
      const operation = 'op_1' as OperationId
      const twice = [venues.insert(venue(1), operation), venues.insert(venue(1), operation)]
      const [first, again] = await Promise.all(twice)
      assert.deepEqual(again, first)
      const others = await venues.insert(venue(2), operation)
      assert.deepEqual([first?.venueId, others.venueId], [1, 2])
      const own = { organizerId: 1 as OrganizerId, after: 0, limit: 9 }
      assert.deepEqual(await venues.list(own), [first])
    })

    it('lists the venues of one organizer by id', async (test) => {
      const { venues, close } = await open()
      test.after(close)
      for (const organizer of [1, 2, 1, 1]) await venues.insert(venue(organizer), null)
      const list = async (after: number, limit: number) => {
        const found = await venues.list({ organizerId: 1 as OrganizerId, after, limit })
        return found.map(({ venueId }) => Number(venueId))
      }
      assert.deepEqual(await list(0, 10), [1, 3, 4])
      assert.deepEqual(await list(0, 2), [1, 3])
      assert.deepEqual(await list(3, 2), [4])
    })
  })
}
