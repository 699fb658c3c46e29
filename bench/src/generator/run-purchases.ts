import { Answers } from './answers.ts'
import { type Basket, basketOf } from './baskets.ts'
import type { Connection } from './connection.ts'
import { Latencies } from './latencies.ts'
import type { PurchasePlan, PurchaseReport } from './plan.ts'
import { postHead } from './request-head.ts'
import { runLoad, type Work } from './run-load.ts'

const CREATED = 201
const PAYMENT = { provider: 'sandbox', token: 'tok_success' }

/** Walks buyers from reservation to booking. */
export async function runPurchases(plan: PurchasePlan): Promise<PurchaseReport> {
  const buyers = new Buyers(plan)
  const cpu = process.cpuUsage()
  const seconds = await runLoad(plan, () => buyers.next())
  const { user, system } = process.cpuUsage(cpu)
  return { ...buyers.report(), seconds, cpuUs: user + system }
}

/** Hands out seats so that no two buyers want the same, and notes what became of each buyer. */
class Buyers {
  readonly #plan: PurchasePlan
  readonly #heads: readonly { readonly reserve: string; readonly book: string }[]
  readonly #answers = new Answers(CREATED)
  readonly #reservations = new Latencies()
  readonly #bookings = new Latencies()
  readonly #bookingIds: string[] = []
  #buyers = 0
  #ranOut = false

  constructor(plan: PurchasePlan) {
    this.#plan = plan
    this.#heads = plan.tokens.map((token) => ({
      reserve: postHead('/v1/reservations', token),
      book: postHead('/v1/bookings', token),
    }))
  }

  next(): Work | undefined {
    const number = this.#plan.firstBuyer + this.#buyers
    const basket = basketOf(this.#plan, number)
    if (!basket) {
      this.#ranOut = true
      return undefined
    }
    this.#buyers += 1
    return (connection, dueMs) => this.#buy(connection, { basket, number, dueMs })
  }

  report(): Omit<PurchaseReport, 'seconds' | 'cpuUs'> {
    return {
      done: this.#answers.done,
      refused: this.#answers.refused,
      reservationMs: this.#reservations.percentiles(),
      bookingMs: this.#bookings.percentiles(),
      bookingIds: this.#bookingIds,
      buyers: this.#buyers,
      ranOut: this.#ranOut,
    }
  }

  async #buy(
    connection: Connection,
    { basket, number, dueMs }: { basket: Basket; number: number; dueMs: number },
  ): Promise<void> {
    const head = this.#heads[number % this.#heads.length]
    if (!head) throw new TypeError('there are no buyers')
    const wanted = JSON.stringify({ event_id: basket.eventId, seats: basket.seats })
    const reserved = await connection.send(head.reserve, wanted)
    const reservedMs = performance.now()
    this.#reservations.record((reservedMs - dueMs) * 1000)
    if (reserved.status !== CREATED) return this.#answers.count(reserved.status)
    const reservationId = textField(reserved.body, 'reservation_id')
    const booked = await connection.send(
      `${head.book}idempotency-key: ${this.#plan.run}-${number}\r\n`,
      JSON.stringify({ reservation_id: reservationId, payment: PAYMENT }),
    )
    this.#bookings.record((performance.now() - reservedMs) * 1000)
    this.#answers.count(booked.status)
    if (booked.status === CREATED) this.#bookingIds.push(textField(booked.body, 'booking_id'))
  }
}

/** The answers are flat enough that parsing them whole would only cost time. */
function textField(json: string, name: string): string {
  const start = json.indexOf(`"${name}":"`) + name.length + 4
  return json.slice(start, json.indexOf('"', start))
}
