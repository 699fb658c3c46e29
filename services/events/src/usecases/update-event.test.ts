import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { EventDetails } from '@usher/contracts'
import type { EventStore } from '../ports/event-store.ts'
import {
  ana,
  ben,
  details,
  openEvents,
  type OpenEvents,
  publishedEvent,
  withVenue,
} from '../open-events.fixture.ts'

const notFound = { kind: 'not_found', code: 'event_not_found' }

test('an edit of what somebody else has changed is refused', async () => {
  const opened = await openEvents()
  const { client } = opened
  await client.createEvent({ userId: ana, venueId: await withVenue(opened), details })
  const edit = (eventName: string, expectedVersion: number) =>
    client.updateEvent({ userId: ana, eventId: 1, details: { eventName }, expectedVersion })
  assert.equal((await edit('One', 1)).event?.version, 2)
  await assert.rejects(edit('Two', 1), { kind: 'conflict', code: 'stale_version' })
  assert.equal((await edit('Three', 0)).event?.version, 3)
  await assert.rejects(client.updateEvent({ userId: ben, eventId: 1, details: {} }), notFound)
})

/** Three edits at the same moment; answers what is left of them. */
async function editsAtOnce(opened: OpenEvents) {
  const { client } = opened
  await client.createEvent({ userId: ana, venueId: await withVenue(opened), details })
  const edit = (parts: Partial<EventDetails>) =>
    client.updateEvent({ userId: ana, eventId: 1, details: parts })
  await Promise.all([
    edit({ category: 'Opera' }),
    edit({ language: 'es' }),
    edit({ eventName: 'X' }),
  ])
  const { event } = await client.getEvent({ eventId: 1, userId: ana })
  const { category, language, eventName } = event?.details ?? {}
  return [category, language, eventName]
}

test('edits at the same moment all count', async () => {
  assert.deepEqual(await editsAtOnce(await openEvents()), ['Opera', 'es', 'X'])
})

test('without the condition on the version, edits at the same moment are lost', async () => {
  const opened = await openEvents({ spoil: ignoringVersions })
  assert.notDeepEqual(await editsAtOnce(opened), ['Opera', 'es', 'X'])
})

/** A store that writes what it is given over whatever is there. */
function ignoringVersions(events: EventStore): EventStore {
  const replace: EventStore['replace'] = async (event, options) => {
    const { version = 0 } = (await events.get(event.eventId)) ?? {}
    const next = { ...event, version: version + 1 }
    await events.replace(next, options).catch(() => replace(event, options))
  }
  return new Proxy(events, {
    get: (target, name) => (name === 'replace' ? replace : Reflect.get(target, name).bind(target)),
  })
}

test('the currency cannot change once there are prices', async () => {
  const opened = await openEvents()
  const { client, inventory } = opened
  await client.createEvent({ userId: ana, venueId: await withVenue(opened), details })
  const change = (currency: string) =>
    client.updateEvent({ userId: ana, eventId: 1, details: { currency } })
  assert.equal((await change('GBP')).event?.details?.currency, 'GBP')
  inventory.seats.set(1, { total: 5, available: 5, reserved: 0 })
  await assert.rejects(change('EUR'), { kind: 'conflict', code: 'currency_fixed' })
  assert.equal((await change('GBP')).event?.details?.currency, 'GBP')
})

test('a change of the sale reaches inventory, other changes do not bother it', async () => {
  const opened = await openEvents()
  const eventId = await publishedEvent(opened)
  const edit = (parts: Partial<EventDetails>) =>
    opened.client.updateEvent({ userId: ana, eventId, details: parts })
  await edit({ eventName: 'Carmen' })
  assert.equal(opened.inventory.rules.get(eventId)?.eventVersion, 2)
  await edit({ reservationMinutes: 5 })
  const rules = opened.inventory.rules.get(eventId)
  assert.deepEqual([rules?.eventVersion, rules?.reservationMinutes], [4, 5])
})
