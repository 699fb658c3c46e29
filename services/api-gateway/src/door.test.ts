import assert from 'node:assert/strict'
import { test } from 'node:test'
import { EventsService, Role } from '@usher/contracts'
import { DomainError } from '@usher/kernel'
import { noMetrics } from '@usher/telemetry'
import { manualClock } from '@usher/testing'
import { Door } from './door.ts'
import { gatewayTelemetry } from './telemetry.ts'
import { fake, notFound } from './testing/fake.ts'

const asking = { caller: { userId: 'user_1', roles: [Role.SCANNER] }, deadlineMs: 0 }
const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

/** A door whose events service says what the test wants it to say. */
function openDoor() {
  const state = { asked: 0, outdated: 0, answer: 'yes' as 'yes' | 'no' | 'down' | 'broken' }
  const events = fake(EventsService, {
    checkScanner: async () => {
      state.asked++
      if (state.answer === 'no') throw notFound('event')
      if (state.answer === 'down') throw new DomainError('unavailable', 'down', 'down')
      if (state.answer === 'broken') throw new TypeError('undefined is not a function')
      return {}
    },
  })
  const clock = manualClock()
  const telemetry = { ...gatewayTelemetry(noMetrics), rightsOutdated: () => void state.outdated++ }
  return { door: new Door(events, clock, telemetry), state, clock }
}

test('events is asked once a minute, not once a scan', async () => {
  const { door, state, clock } = openDoor()
  for (let i = 0; i < 100; i++) await door.requireScanner(asking, 1)
  assert.equal(state.asked, 1)
  await door.requireScanner(asking, 2)
  assert.equal(state.asked, 2, 'another event is another question')
  await clock.advance(MINUTE_MS)
  await door.requireScanner(asking, 1)
  assert.equal(state.asked, 3)
})

test('who was removed is refused after a minute, and stays refused', async () => {
  const { door, state, clock } = openDoor()
  await door.requireScanner(asking, 1)
  state.answer = 'no'
  await door.requireScanner(asking, 1)
  await clock.advance(MINUTE_MS)
  await assert.rejects(door.requireScanner(asking, 1), { code: 'event_not_found' })
  state.answer = 'down'
  await assert.rejects(door.requireScanner(asking, 1), { kind: 'unavailable' })
})

test('a door goes on for twelve hours while events is down, and asks now and then', async () => {
  const { door, state, clock } = openDoor()
  await door.requireScanner(asking, 1)
  state.answer = 'down'
  await clock.advance(11 * HOUR_MS)
  for (let i = 0; i < 10; i++) await door.requireScanner(asking, 1)
  assert.deepEqual([state.asked, state.outdated], [2, 10])
  await clock.advance(5000)
  state.answer = 'yes'
  await door.requireScanner(asking, 1)
  assert.equal(state.asked, 3)
  state.answer = 'down'
  await clock.advance(12 * HOUR_MS)
  await assert.rejects(door.requireScanner(asking, 1), { kind: 'unavailable' })
})

test('while events is down nobody new is let near a door', async () => {
  const { door, state } = openDoor()
  state.answer = 'down'
  await assert.rejects(door.requireScanner(asking, 1), { kind: 'unavailable' })
})

test('a bug is no outage: what was known does not count then', async () => {
  const { door, state, clock } = openDoor()
  await door.requireScanner(asking, 1)
  state.answer = 'broken'
  await clock.advance(MINUTE_MS)
  await assert.rejects(door.requireScanner(asking, 1), TypeError)
})

test('an administrator may scan everywhere', async () => {
  const { door, state } = openDoor()
  const admin = { ...asking, caller: { userId: 'user_2', roles: [Role.ADMIN] } }
  await door.requireScanner(admin, 1)
  assert.equal(state.asked, 0)
})

test('what is remembered has an end: the oldest answers go', async () => {
  const { door, state } = openDoor()
  for (let eventId = 1; eventId <= 10_001; eventId++) await door.requireScanner(asking, eventId)
  await door.requireScanner(asking, 2)
  assert.equal(state.asked, 10_001, 'the second is still known')
  await door.requireScanner(asking, 1)
  assert.equal(state.asked, 10_002, 'the first is not')
})

test('a scanner who is removed here is asked about at once', async () => {
  const { door, state } = openDoor()
  await door.requireScanner(asking, 1)
  state.answer = 'no'
  door.forget('user_1')
  await assert.rejects(door.requireScanner(asking, 1), { code: 'event_not_found' })
})
