import type { BookingBody, MailBody, Page, TicketBody } from '../../e2e/bodies.ts'
import type { Recorder } from '../recorder.ts'
import type { Cast, Player } from './accounts.ts'
import type { Staged } from './organizing.ts'

/** Answers the tickets of the booking, of which the second has been cancelled by then. */
export async function bookSeats(
  play: Recorder,
  { buyer, rival }: Cast,
  reserved: { readonly seats: string; readonly place: string },
): Promise<readonly TicketBody[]> {
  const { token } = buyer
  const book = (key: string, card: string, { who = buyer, id = reserved.seats } = {}) => {
    const body = { reservation_id: id, payment: { provider: 'sandbox', token: card } }
    const headers = { 'idempotency-key': key }
    return play.ask<BookingBody>('POST /v1/bookings', { token: who.token, body, headers })
  }
  await play.ask('POST /v1/bookings', { token, body: { reservation_id: reserved.seats } })
  await book('declined', 'tok_decline')
  await book('poor', 'tok_insufficient_funds')
  await book('foreign', 'tok_success', { who: rival })
  const { booking_id: bookingId } = await book('paid', 'tok_success')
  await book('paid', 'tok_success')
  await book('paid', 'tok_decline')
  await book('twice', 'tok_success')
  await book('challenge', 'tok_challenge', { who: rival, id: reserved.place })
  const path = `/v1/bookings/${bookingId}`
  await play.ask(`GET ${path}`, { token })
  await play.ask(`GET ${path}`, { token: rival.token })
  await play.ask('GET /v1/bookings', { token })
  await play.ask(`GET /v1/reservations/${reserved.seats}`, { token })
  const { data } = await play.ask<Page<TicketBody>>(`GET ${path}/tickets`, { token })
  await play.ask(`GET ${path}/tickets.pdf`, { token })
  await play.ask(`GET ${path}/calendar.ics`, { token })
  await mailed(play, buyer, 1)
  await cancelOne(play, buyer, path)
  await mailed(play, buyer, 2)
  return data
}

/** Each is sent when there is time for it: the second may not overtake the first. */
async function mailed(play: Recorder, { email }: Player, count: number): Promise<void> {
  const mails = `/v1/mails?to=${email}`
  await play.settled<Page<MailBody>>(mails, ({ data }) => data.length === count)
  await play.ask(`GET ${mails}`)
}

async function cancelOne(play: Recorder, { token }: Player, path: string): Promise<void> {
  const cancel = (key: string, body: object) =>
    play.ask(`POST ${path}/cancel`, { token, body, headers: { 'idempotency-key': key } })
  await cancel('unknown', { seats: ['B1'] })
  await cancel('one', { seats: ['A2'] })
  await cancel('one', { seats: ['A2'] })
  await cancel('again', { seats: ['A2'] })
}

export async function standAtTheDoor(
  play: Recorder,
  { scanner, buyer, organizer }: Cast,
  { path, tickets }: Staged & { readonly tickets: readonly TicketBody[] },
): Promise<void> {
  const scan = (code: string, who = scanner) =>
    play.ask(`POST ${path}/checkins`, { token: who.token, body: { code, gate: 'West' } })
  const [good, cancelled] = tickets.map(({ code }) => code)
  await scan(good ?? '')
  await scan(good ?? '')
  await scan(cancelled ?? '')
  await scan('USHER.AAAA')
  await scan('hello')
  await scan(good ?? '', buyer)
  const { token } = organizer
  for (const list of ['checkins', 'attendees', 'journal', 'sales']) {
    await play.ask(`GET ${path}/${list}`, { token })
  }
  await play.ask(`GET ${path}/attendees?format=csv`, { token })
  await play.ask(`GET ${path}/journal`, { token: buyer.token })
}
