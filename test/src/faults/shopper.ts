import assert from 'node:assert/strict'
import { randomInt, randomUUID } from 'node:crypto'
import type { BookingBody, Page, ReservationBody } from '../e2e/bodies.ts'
import { type Answer, Rest } from '../e2e/rest.ts'
import { until } from '../e2e/until.ts'
import { type Call, isLost, isOpen, send } from './call.ts'

/** What the shopper was told last about a booking. */
type Told = 'CONFIRMED' | 'CANCELLING' | 'CANCELLED'

export interface Shop {
  readonly eventId: number
  readonly seats: readonly string[]
  readonly area: string
}

/** Cards that work, each in its own way, and one that does not. */
const cards = ['tok_success', 'tok_success', 'tok_visa', 'tok_duplicate_webhook', 'tok_decline']

/**
 * Somebody who buys and gives back as fast as they are answered, and remembers what they were told.
 * When the platform goes away in the middle, what was not answered is kept, to be asked again.
 */
export class Shopper {
  readonly #token: string
  readonly #shop: Shop
  readonly #told = new Map<string, Told>()
  readonly #unanswered: Call[] = []
  /** Answers that say that the platform itself has failed. */
  readonly failures: Answer<unknown>[] = []

  constructor(token: string, shop: Shop) {
    this.#token = token
    this.#shop = shop
  }

  get bookings(): number {
    return this.#told.size
  }

  get unanswered(): number {
    return this.#unanswered.length
  }

  /** Shops until an answer stays away. */
  async shop(url: string): Promise<void> {
    while (await this.shopOnce(url));
  }

  /** False when the platform has gone. */
  async shopOnce(url: string): Promise<boolean> {
    const rest = new Rest(url, this.#token)
    const reserved = await this.#ask<ReservationBody>(rest, {
      path: '/v1/reservations',
      body: { event_id: this.#shop.eventId, ...this.#wish() },
      key: randomUUID(),
    })
    if (isLost(reserved)) return false
    if (reserved.status !== 201) return true
    const token = cards[randomInt(cards.length)]
    const booked = await this.#ask<BookingBody>(rest, {
      path: '/v1/bookings',
      body: {
        reservation_id: reserved.body.reservation_id,
        payment: { provider: 'sandbox', token },
      },
      key: randomUUID(),
    })
    if (isLost(booked)) return false
    if (booked.status !== 201) return true
    this.#told.set(booked.body.booking_id, 'CONFIRMED')
    return randomInt(2) === 0 || this.#cancel(rest, booked.body)
  }

  async #cancel(rest: Rest, { booking_id: bookingId }: BookingBody): Promise<boolean> {
    this.#told.set(bookingId, 'CANCELLING')
    const path = `/v1/bookings/${bookingId}/cancel`
    const answer = await this.#ask<BookingBody>(rest, { path, body: {}, key: randomUUID() })
    if (isLost(answer)) return false
    if (answer.status === 200) this.#told.set(bookingId, 'CANCELLED')
    return true
  }

  #wish() {
    const { seats, area } = this.#shop
    if (randomInt(4) === 0) return { areas: { [area]: randomInt(1, 4) } }
    const first = randomInt(seats.length - 1)
    return { seats: seats.slice(first, first + randomInt(1, 3)) }
  }

  async #ask<Body>(rest: Rest, call: Call): Promise<Answer<Body> | undefined> {
    const answer = await send<Body>(rest, call)
    if (answer && answer.status >= 500) this.failures.push(answer)
    if (isOpen(answer)) this.#unanswered.push(call)
    return answer
  }

  /**
   * Asks again what was not answered, with the same keys, until it is; twice, for one and the same
   * answer.
   */
  async settle(url: string): Promise<void> {
    const rest = new Rest(url, this.#token)
    for (const call of this.#unanswered.splice(0)) {
      const answer = await settled(rest, call)
      const again = await send<object>(rest, call)
      assert.deepEqual([again?.status, again?.body], [answer.status, answer.body])
      await this.#learn(rest, call, answer)
    }
  }

  async #learn(rest: Rest, { path }: Call, { status, body }: Answer<unknown>): Promise<void> {
    if (path === '/v1/bookings' && status === 201) {
      this.#told.set((body as BookingBody).booking_id, 'CONFIRMED')
    } else if (path.endsWith('/cancel')) {
      assert.equal(status, 200, JSON.stringify(body))
      this.#told.set((body as BookingBody).booking_id, 'CANCELLED')
    } else if (path === '/v1/reservations' && status === 201) {
      const { reservation_id: id } = body as ReservationBody
      await rest.call('DELETE', `/v1/reservations/${id}`)
    }
  }

  /**
   * Checks that every booking is as it was told, and no other is there. Answers the seats that are
   * theirs.
   */
  async check(url: string): Promise<string[]> {
    const found = await this.#allBookings(new Rest(url, this.#token))
    for (const [bookingId, told] of this.#told) {
      const booking = found.get(bookingId)
      assert.ok(booking, `${bookingId} was ${told} and is gone`)
      const allowed = told === 'CANCELLING' ? ['CONFIRMED', 'CANCELLED'] : [told]
      assert.ok(allowed.includes(booking.status), `${bookingId}: ${told}, ${booking.status}`)
      const back = booking.status === 'CANCELLED' ? booking.total_amount : '0.00'
      assert.equal(booking.refunded_amount, back, bookingId)
    }
    const confirmed = [...found.values()].filter(({ status }) => status === 'CONFIRMED')
    for (const { booking_id: id } of confirmed) assert.ok(this.#told.has(id), `${id} is news`)
    const reservations = confirmed.map(({ reservation_id }) => reservation_id)
    assert.equal(new Set(reservations).size, reservations.length, 'one booking a reservation')
    return confirmed.flatMap(({ seats }) => seats.map(({ seat_number }) => seat_number))
  }

  async #allBookings(rest: Rest): Promise<Map<string, BookingBody>> {
    const bookings = new Map<string, BookingBody>()
    let cursor: string | null = ''
    while (cursor !== null) {
      const path: string = `/v1/bookings?limit=1000${cursor === '' ? '' : `&cursor=${cursor}`}`
      const { body } = await rest.get<Page<BookingBody>>(path)
      for (const booking of body.data) bookings.set(booking.booking_id, booking)
      cursor = body.next_cursor
    }
    return bookings
  }
}

async function settled(rest: Rest, call: Call): Promise<Answer<unknown>> {
  let answer: Answer<unknown> | undefined
  await until(`${call.path} ${JSON.stringify(call.body)} is answered`, async () => {
    answer = await send(rest, call)
    return !isOpen(answer)
  })
  assert.ok(answer)
  return answer
}
