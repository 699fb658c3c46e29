import assert from 'node:assert/strict'
import { topics } from '@usher/bus'
import { draftEvent } from '../../e2e/box-office.ts'
import { newOrganizer, type Person } from '../../e2e/people.ts'
import { expectStatus } from '../../e2e/rest.ts'
import { isLong, without } from '../away.ts'
import { readBooks } from '../books.ts'
import { type Fault, underLoad } from '../fault-case.ts'
import { mailed } from '../mails.ts'
import { checkSeatsTold, messagesIn, untilTold } from '../messages.ts'
import { checkNothingNoticed } from '../patience.ts'
import type { Settings } from '../servers.ts'

const AWAY_MS = isLong ? 150_000 : 90_000
const names = ['First', 'Second', 'Third', 'Fourth', 'Fifth']

/** Sales and changes go on; once it is back everything is told, in order, and nothing is left. */
export const kafkaAway: Fault = async (t, platform) => {
  const organizer = await newOrganizer(platform.url)
  const { event_id: renamedId } = await draftEvent(organizer)
  const crowd = await underLoad(t, platform, async (crowd) => {
    const before = crowd.bookings
    const act = () => rename(organizer, renamedId)
    await without(platform.servers, 'kafka', { awayMs: AWAY_MS, act })
    t.diagnostic(`${crowd.bookings - before} bookings in ${AWAY_MS / 1000} s without Kafka`)
  })
  checkNothingNoticed(crowd)
  const beganMs = Date.now()
  const settings = await platform.settings()
  await untilTold(t, settings)
  await mailed(platform, crowd.eventId)
  t.diagnostic(`the last mail had come ${Date.now() - beganMs} ms after the crowd had gone`)
  const books = await readBooks(settings, crowd.eventId)
  await checkSeatsTold(settings, crowd.eventId, books)
  assert.deepEqual(await namesTold(settings, renamedId), names)
  return crowd
}

async function rename({ rest }: Person, eventId: number): Promise<void> {
  for (const event_name of names) {
    expectStatus(await rest.call('PATCH', `/v1/events/${eventId}`, { body: { event_name } }), 200)
  }
}

async function namesTold(settings: Settings, eventId: number) {
  const messages = [...(await messagesIn(settings, topics.eventUpdated)).values()]
  const own = messages.filter(({ event }) => event?.eventId === eventId)
  return own.map(({ event }) => event?.details?.eventName)
}
