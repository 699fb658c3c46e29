import assert from 'node:assert/strict'
import { test } from 'node:test'
import { EventStatus } from '@usher/contracts'
import { openInMemory } from '../embedded/embedded.fixture.ts'
import { demoEvents } from './demo-events.ts'
import { openDemoSet } from './demo-set.ts'

test('the demo set is on sale at once, with the seats that it promises', async () => {
  const { embedded, tables, clock } = await openInMemory()
  const events = await openDemoSet({ tables, clock, ...embedded })
  const sizes = events.map(({ total_seats }) => total_seats)
  assert.deepEqual(sizes.slice(0, 4), [242, 3000, 80_000, 1050])
  for (const { event_id: eventId, total_seats } of events) {
    const { event } = await embedded.clients.events.getEvent({ eventId })
    assert.equal(event?.status, EventStatus.ON_SALE)
    assert.equal(event.totalSeats, total_seats)
    const { counts } = await embedded.clients.inventory.getAvailability({ eventId })
    assert.equal(counts?.available, total_seats)
  }
})

test('a second start finds the demo set and makes nothing', async () => {
  const { embedded, tables, clock } = await openInMemory()
  const first = await openDemoSet({ tables, clock, ...embedded })
  let made = 0
  const again = await openDemoSet({ tables, clock, ...embedded, onEvent: () => made++ })
  assert.deepEqual(again, first)
  assert.equal(made, 0)
})

test('an event that has taken place is made again, for a day to come', async () => {
  const { embedded, tables, clock } = await openInMemory()
  const events = demoEvents.filter(({ key }) => key === 'club')
  const [before] = await openDemoSet({ tables, clock, ...embedded, events })
  await clock.advance(60 * 86_400_000)
  const [after] = await openDemoSet({ tables, clock, ...embedded, events })
  assert.notEqual(after?.event_id, before?.event_id)
})

test('best available finds seats side by side in every demo event with seats', async () => {
  const { embedded, tables, clock } = await openInMemory()
  const events = await openDemoSet({ tables, clock, ...embedded })
  const { auth, inventory } = embedded.clients
  const ann = { email: 'ann@example.org', password: 'a long password', name: 'Ann' }
  const { user } = await auth.register(ann)
  for (const { event_id: eventId, event_name } of events.filter((_, index) => index !== 3)) {
    const bestAvailable = { quantity: 4 }
    const userId = user?.userId ?? ''
    const { reservation } = await inventory.reserveSeats({ userId, eventId, bestAvailable })
    assert.equal(reservation?.adjacent, true, event_name)
  }
})
