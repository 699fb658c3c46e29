import type { Connection } from './connection.ts'
import type { GeneratorPlan } from './plan.ts'

/** What became of one buyer; times in microseconds. */
export interface Purchase {
  readonly reservationUs: number
  readonly bookingUs: number
  readonly bookingId: string | undefined
  /** Status of the answer that ended it. */
  readonly status: number
}

const PAYMENT = { provider: 'sandbox', token: 'tok_success' }

interface Basket {
  readonly eventId: number
  readonly seats: readonly string[]
}

/**
 * Hands out seats so that no two buyers want the same, and walks each buyer from reservation to
 * booking.
 */
export class Buyers {
  readonly #plan: GeneratorPlan
  readonly #baskets: Iterator<Basket>
  readonly #reservationHeads: readonly string[]
  readonly #bookingHeads: readonly string[]
  #count = 0

  constructor(plan: GeneratorPlan) {
    this.#plan = plan
    this.#baskets = baskets(plan)
    this.#reservationHeads = plan.tokens.map((token) => head('/v1/reservations', token))
    this.#bookingHeads = plan.tokens.map((token) => head('/v1/bookings', token))
  }

  /** Seats handed out so far. */
  get seatsUsed(): number {
    return this.#count * this.#plan.seatsPerBooking
  }

  /** Undefined when every seat has been handed out. */
  next(): ((connection: Connection, dueMs: number) => Promise<Purchase>) | undefined {
    const basket = this.#baskets.next()
    if (basket.done) return undefined
    const number = this.#count++
    return (connection, dueMs) => this.#buy(connection, { basket: basket.value, number, dueMs })
  }

  async #buy(
    connection: Connection,
    { basket, number, dueMs }: { basket: Basket; number: number; dueMs: number },
  ): Promise<Purchase> {
    const buyer = number % this.#plan.tokens.length
    const wanted = JSON.stringify({ event_id: basket.eventId, seats: basket.seats })
    const reserved = await connection.send(this.#reservationHeads[buyer] ?? '', wanted)
    const reservedMs = performance.now()
    const reservationUs = (reservedMs - dueMs) * 1000
    if (reserved.status !== 201) {
      return { reservationUs, bookingUs: 0, bookingId: undefined, status: reserved.status }
    }
    const reservationId = field(reserved.body, 'reservation_id')
    const booked = await connection.send(
      `${this.#bookingHeads[buyer]}idempotency-key: ${this.#plan.run}-${number}\r\n`,
      JSON.stringify({ reservation_id: reservationId, payment: PAYMENT }),
    )
    return {
      reservationUs,
      bookingUs: (performance.now() - reservedMs) * 1000,
      bookingId: booked.status === 201 ? field(booked.body, 'booking_id') : undefined,
      status: booked.status,
    }
  }
}

function* baskets(plan: GeneratorPlan): Generator<Basket> {
  let skip = plan.firstSeat
  for (const { eventId, seats } of plan.events) {
    const first = Math.min(skip, seats.length)
    skip -= first
    for (let i = first; i + plan.seatsPerBooking <= seats.length; i += plan.seatsPerBooking) {
      yield { eventId, seats: seats.slice(i, i + plan.seatsPerBooking) }
    }
  }
}

function head(path: string, token: string): string {
  const lines = [
    `POST ${path} HTTP/1.1`,
    'host: 127.0.0.1',
    'content-type: application/json',
    `authorization: Bearer ${token}`,
  ]
  return `${lines.join('\r\n')}\r\n`
}

/**
 * The text of a string field; the answers are flat enough that parsing them whole would only cost
 * time.
 */
function field(json: string, name: string): string {
  const start = json.indexOf(`"${name}":"`) + name.length + 4
  return json.slice(start, json.indexOf('"', start))
}
