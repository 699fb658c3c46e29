import { randomUUID } from 'node:crypto'
import type { EventBody } from '../../e2e/bodies.ts'
import { smallHall } from '../../e2e/box-office.ts'
import type { Recorder } from '../recorder.ts'
import type { Cast } from './accounts.ts'

/** Long after any run of this. */
const DATE = '2048-05-04T19:30:00.000Z'
const venue = { venue_name: 'Sala', city: 'Madrid', country: 'ES', time_zone: 'Europe/Madrid' }

export interface Staged {
  readonly path: string
  readonly eventId: number
  /** In its name and in no other. */
  readonly word: string
}

export async function openEvent(play: Recorder, { organizer, buyer }: Cast): Promise<Staged> {
  const { token } = organizer
  await play.ask('POST /v1/venues', { token: buyer.token, body: venue })
  await play.ask('POST /v1/venues', { token, body: { ...venue, country: 'Spain', extra: 1 } })
  const { venue_id } = await play.ask<{ venue_id: number }>('POST /v1/venues', {
    token,
    body: venue,
  })
  await play.ask(`GET /v1/venues/${venue_id}`)
  const word = randomUUID().replaceAll('-', '')
  const details = { event_name: `Nocturne ${word}`, event_date: DATE, currency: 'EUR' }
  const event = { ...details, venue_id, orphan_rule: 'off', category: 'Music' }
  await play.ask('POST /v1/events', { token, body: { ...event, venue_id: 4_000_000_000 } })
  await play.ask('POST /v1/events', { token, body: { ...event, event_date: 'soon' } })
  const { event_id: eventId } = await play.ask<EventBody>('POST /v1/events', { token, body: event })
  const path = `/v1/events/${eventId}`
  await play.ask(`GET ${path}`)
  await play.ask(`POST ${path}/publish`, { token })
  await drawMap(play, path, token)
  await changeDetails(play, path, token)
  await play.ask(`POST ${path}/publish`, { token })
  await play.ask(`POST ${path}/publish`, { token })
  return { path, eventId, word }
}

async function drawMap(play: Recorder, path: string, token: string): Promise<void> {
  const [front] = smallHall.categories
  const wrong = { ...smallHall, categories: [{ ...front, price: '-1' }] }
  await play.ask(`PUT ${path}/seat-map`, { token, body: wrong })
  await play.ask(`PUT ${path}/seat-map`, { token, body: '{' })
  await play.ask(`PUT ${path}/seat-map?dry_run=true`, { token, body: smallHall })
  await play.ask(`PUT ${path}/seat-map`, { token, body: smallHall })
  await play.ask(`GET ${path}/seat-map`, { token })
}

async function changeDetails(play: Recorder, path: string, token: string): Promise<void> {
  const change = { description: 'Un concierto: «Año» — 夜雨' }
  const stale = { 'if-match': '"999"' }
  await play.ask(`PATCH ${path}`, { token, body: change, headers: stale })
  await play.ask(`PATCH ${path}`, { token, body: { currency: 'euro' } })
  await play.ask(`PATCH ${path}`, { token, body: change })
}
