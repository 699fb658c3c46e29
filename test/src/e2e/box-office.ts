import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { BookingBody, EventBody, ReservationBody, SeatMapReportBody } from './bodies.ts'
import type { Person } from './people.ts'
import { type Answer, expectStatus } from './rest.ts'
import { until } from './until.ts'

const DAY_MS = 86_400_000

/** Two rows of eight at 45.00, a row of four at 20.00, and 50 places to stand at 12.50. */
export const smallHall = {
  name: 'Small hall',
  currency: 'EUR',
  categories: [
    { name: 'Front', price: '45.00' },
    { name: 'Back', price: '20.00' },
    { name: 'Standing', price: '12.50' },
  ],
  sections: [
    { name: 'Stalls', rows: [row('A', 8, 'Front'), row('B', 8, 'Front')] },
    { name: 'Balcony', rows: [row('C', 4, 'Back')] },
  ],
  areas: [{ name: 'Floor', category: 'Standing', capacity: 50 }],
}

function row(name: string, count: number, category: string) {
  const seats = Array.from({ length: count }, (_, index) => ({
    seat_number: `${name}${index + 1}`,
    label: String(index + 1),
    category,
  }))
  return { name, seats }
}

/** An event as a draft, at a venue made for it. */
export async function draftEvent(
  { rest }: Person,
  details: Readonly<Record<string, unknown>> = {},
): Promise<EventBody> {
  const venue = { venue_name: 'Sala', city: 'Madrid', country: 'ES', time_zone: 'Europe/Madrid' }
  const { venue_id } = expectStatus(await rest.post<{ venue_id: number }>('/v1/venues', venue), 201)
  const event = {
    venue_id,
    event_name: 'An evening',
    event_date: new Date(Date.now() + 30 * DAY_MS).toISOString(),
    currency: 'EUR',
    orphan_rule: 'off',
    ...details,
  }
  return expectStatus(await rest.post<EventBody>('/v1/events', event), 201)
}

export async function putSeatMap(
  { rest }: Person,
  eventId: number,
  map: unknown = smallHall,
): Promise<SeatMapReportBody> {
  const path = `/v1/events/${eventId}/seat-map`
  return expectStatus(await rest.call<SeatMapReportBody>('PUT', path, { body: map }), 200)
}

/** An event that is on sale; answers its id. */
export async function eventOnSale(
  organizer: Person,
  { map, details }: { map?: unknown; details?: Readonly<Record<string, unknown>> } = {},
): Promise<number> {
  const { event_id: eventId } = await draftEvent(organizer, details)
  await putSeatMap(organizer, eventId, map)
  expectStatus(await organizer.rest.post(`/v1/events/${eventId}/publish`), 200)
  return eventId
}

/** What a buyer asks for beside the event. */
export interface Wish {
  readonly seats?: readonly string[]
  readonly best_available?: Readonly<Record<string, unknown>>
  readonly areas?: Readonly<Record<string, number>>
}

export async function reserve(
  { rest }: Person,
  eventId: number,
  wish: Wish,
): Promise<ReservationBody> {
  const body = { event_id: eventId, ...wish }
  return expectStatus(await rest.post<ReservationBody>('/v1/reservations', body), 201)
}

/** Asks for a booking and answers whatever came. */
export function book<Body = BookingBody>(
  { rest }: Person,
  reservationId: string,
  { token = 'tok_success', key = randomUUID() }: { token?: string; key?: string } = {},
): Promise<Answer<Body>> {
  const body = { reservation_id: reservationId, payment: { provider: 'sandbox', token } }
  return rest.post('/v1/bookings', body, { headers: { 'idempotency-key': key } })
}

/** Reserves and books; answers the confirmed booking. */
export async function buy(buyer: Person, eventId: number, wish: Wish): Promise<BookingBody> {
  const { reservation_id: reservationId } = await reserve(buyer, eventId, wish)
  return confirmed(buyer, await book(buyer, reservationId))
}

/** The booking once it is confirmed: a machine that is busy may answer that it is pending. */
export async function confirmed(
  { rest }: Person,
  answer: Answer<BookingBody>,
): Promise<BookingBody> {
  if (answer.status !== 202) return expectStatus(answer, 201)
  const path = `/v1/bookings/${answer.body.booking_id}`
  let booking = answer.body
  await until(`${path} is confirmed`, async () => {
    booking = expectStatus(await rest.get<BookingBody>(path), 200)
    return booking.status !== 'PENDING'
  })
  assert.equal(booking.status, 'CONFIRMED')
  return booking
}
