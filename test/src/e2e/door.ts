import assert from 'node:assert/strict'
import type { Page, ScanBody, TicketBody } from './bodies.ts'
import { type Wish, buy } from './box-office.ts'
import { newBuyer, type Person } from './people.ts'
import { expectStatus } from './rest.ts'

/** What somebody holds in their hands after buying. */
export interface Sold {
  readonly bookingId: string
  readonly tickets: readonly TicketBody[]
  /** Of the first ticket. */
  readonly code: string
}

export async function sell(buyer: Person, eventId: number, wish: Wish): Promise<Sold> {
  const { booking_id: bookingId } = await buy(buyer, eventId, wish)
  const tickets = await ticketsOf(buyer, bookingId)
  return { bookingId, tickets, code: tickets[0]?.code ?? '' }
}

export async function ticketsOf(
  { rest }: Person,
  bookingId: string,
): Promise<readonly TicketBody[]> {
  const path = `/v1/bookings/${bookingId}/tickets`
  return expectStatus(await rest.get<Page<TicketBody>>(path), 200).data
}

/** Somebody who scans at the doors of an organizer. */
export async function newScanner(organizer: Person): Promise<Person> {
  const scanner = await newBuyer(organizer.rest.url)
  const { email } = scanner
  expectStatus(await organizer.rest.post('/v1/organizers/scanners', { email }), 201)
  return scanner
}

/** The same person as a device that stays at the door. */
export async function withApiKey(person: Person): Promise<Person> {
  const made = await person.rest.post<{ secret: string }>('/v1/auth/api-keys', { label: 'door' })
  const { secret: token } = expectStatus(made, 201)
  return { ...person, token, rest: person.rest.as(token) }
}

export async function scan(
  { rest }: Person,
  eventId: number,
  code: string,
  more: object = {},
): Promise<ScanBody> {
  const path = `/v1/events/${eventId}/checkins`
  return expectStatus(await rest.post<ScanBody>(path, { code, ...more }), 200)
}

export async function admits(scanner: Person, eventId: number, code: string): Promise<ScanBody> {
  const answer = await scan(scanner, eventId, code)
  assert.equal(answer.result, 'admitted', JSON.stringify(answer))
  return answer
}

/** `why` is the reason and its detail. */
export async function refuses(
  scanner: Person,
  eventId: number,
  { code, why }: { readonly code: string; readonly why: readonly [string, string] },
): Promise<void> {
  const { result, reason, detail } = await scan(scanner, eventId, code)
  assert.deepEqual([result, reason, detail], ['refused', ...why])
}
