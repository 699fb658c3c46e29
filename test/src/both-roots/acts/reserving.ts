import type { Page, ReservationBody } from '../../e2e/bodies.ts'
import type { Recorder } from '../recorder.ts'
import type { Cast } from './accounts.ts'
import type { Staged } from './organizing.ts'

const reservations = 'POST /v1/reservations'

/** Ends with a reservation of A1 and A2 for the buyer, and one of a place for the rival. */
export async function reserveSeats(
  play: Recorder,
  { buyer, rival }: Cast,
  { eventId }: Staged,
): Promise<{ readonly seats: string; readonly place: string }> {
  const { token } = buyer
  const ask = <Body>(body: unknown, who = buyer) =>
    play.ask<Body>(reservations, { token: who.token, body })
  const wish = { event_id: eventId, seats: ['A1', 'A2'] }
  const headers = { 'idempotency-key': 'the first' }
  const first = await play.ask<ReservationBody>(reservations, { token, body: wish, headers })
  await play.ask(reservations, { token, body: wish, headers })
  const other = { event_id: eventId, seats: ['B1'] }
  await play.ask(reservations, { token, body: other, headers })
  await ask({ event_id: eventId, seats: ['A3', 'A2', 'A1'] }, rival)
  const best = { event_id: eventId, best_available: { quantity: 3, section: 'Stalls' } }
  const { reservation_id: second } = await ask<ReservationBody>(best)
  const area = { event_id: eventId, areas: { Floor: 1 } }
  const { reservation_id: place } = await ask<ReservationBody>(area, rival)
  await refuseWishes(play, token, eventId)
  await changeMind(play, { buyer, rival }, { first: first.reservation_id, second })
  return { seats: first.reservation_id, place }
}

async function refuseWishes(play: Recorder, token: string, eventId: number): Promise<void> {
  for (const body of [
    '{',
    '[]',
    `{"event_id":${eventId},"event_id":2,"seats":["A1"]}`,
    { event_id: '1', seats: [], price: 1 },
    { event_id: eventId, seats: ['Z99'] },
    { event_id: eventId, areas: { Roof: 1 } },
    { event_id: eventId, areas: { Floor: 51 } },
    { event_id: 4_000_000_000, seats: ['A1'] },
  ]) {
    await play.ask(reservations, { token, body })
  }
  await play.ask(reservations, { body: { event_id: eventId, seats: ['A1'] } })
}

async function changeMind(
  play: Recorder,
  { buyer, rival }: Pick<Cast, 'buyer' | 'rival'>,
  { first, second }: { readonly first: string; readonly second: string },
): Promise<void> {
  const { token } = buyer
  const path = `/v1/reservations/${first}`
  await play.ask(`GET ${path}`, { token })
  await play.ask(`GET ${path}`, { token: rival.token })
  await play.ask(`POST ${path}/extend`, { token })
  await play.ask(`POST ${path}/swap`, { token, body: { release: ['A1'], take: ['C4'] } })
  await play.ask(`POST ${path}/swap`, { token, body: { release: ['C4'], take: ['A1'] } })
  const list = '/v1/reservations?limit=1'
  const { next_cursor } = await play.ask<Page<unknown>>(`GET ${list}`, { token })
  await play.ask(`GET ${list}&cursor=${next_cursor}`, { token })
  await play.ask(`DELETE /v1/reservations/${second}`, { token })
  await play.ask(`DELETE /v1/reservations/${second}`, { token })
}
