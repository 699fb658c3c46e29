import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { EventId } from '@usher/kernel'
import type { KnownEvents } from './known-events.ts'

export interface KnownEventsFixture {
  readonly knownEvents: KnownEvents
  close(): Promise<void>
}

/** The law of `KnownEvents`, for every adapter. */
export function knownEventsContract(
  name: string,
  open: () => Promise<KnownEventsFixture>,
  options: { readonly skip?: string | false } = {},
): void {
  void describe(`known events over ${name}`, options, () => {
    void test('the newest version is known, in whatever sequence it was heard', async () => {
      const fixture = await open()
      const { knownEvents } = fixture
      const eventId = 7 as EventId
      const first = { eventId, cancelled: false, startsAtMs: 10, endsAtMs: 0, version: 1 }
      const third = { eventId, cancelled: true, startsAtMs: 20, endsAtMs: 30, version: 3 }
      assert.equal(await knownEvents.get(eventId), undefined)
      await knownEvents.learn(first)
      assert.deepEqual(await knownEvents.get(eventId), first)
      await knownEvents.learn(third)
      await knownEvents.learn({ ...first, version: 2 })
      await knownEvents.learn(third)
      assert.deepEqual(await knownEvents.get(eventId), third)
      await fixture.close()
    })
  })
}
