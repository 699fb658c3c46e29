import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { EventId } from '@usher/kernel'
import type { EventCatalog, EventFacts } from './event-catalog.ts'

/** The law of `EventCatalog`, over an adapter that knows `known` and no other event. */
export function eventCatalogContract(
  name: string,
  open: (known: EventFacts) => EventCatalog,
): void {
  void describe(`event catalog over ${name}`, () => {
    void test('an event that is known is answered with all its facts', async () => {
      const known = factsOf(7)
      assert.deepEqual(await open(known).event(known.eventId), known)
      const bare = { ...known, endsAtMs: 0, location: undefined, cancelled: true, language: '' }
      assert.deepEqual(await open(bare).event(bare.eventId), bare)
    })

    void test('an event that is not known is not found', async () => {
      await assert.rejects(open(factsOf(7)).event(8 as EventId), { kind: 'not_found' })
    })
  })
}

function factsOf(eventId: number): EventFacts {
  return {
    eventId: eventId as EventId,
    name: 'Moon Water',
    venueName: 'National Theater',
    address: '21-1 Zhongshan South Road',
    city: 'Taipei',
    timeZone: 'Asia/Taipei',
    language: 'zh-TW',
    startsAtMs: 1_800_000_000_000,
    endsAtMs: 1_800_007_200_000,
    location: { latitude: 25.035, longitude: 121.518 },
    cancelled: false,
    version: 4,
  }
}
