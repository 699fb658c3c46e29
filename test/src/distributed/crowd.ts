import assert from 'node:assert/strict'
import { randomInt } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type { Answer } from '../e2e/rest.ts'
import type { Person } from '../e2e/people.ts'
import { openShopOf } from '../faults/shop.ts'
import type { Shopper } from '../faults/shopper.ts'

const SHOPPERS = 6
/** Between one wish and the next: some bookings a second, which two cores do beside all servers. */
const THINKS_MS = [400, 1000] as const

/** Shoppers at one event of their own, who come again and again until they are told to stop. */
export class Crowd {
  readonly eventId: number
  readonly #shoppers: readonly Shopper[]
  #shopping: readonly Promise<void>[] = []
  #open = false
  /** Calls that broke off without an answer. */
  lost = 0

  static async gather(organizer: Person): Promise<Crowd> {
    const { eventId, shoppers } = await openShopOf(organizer, SHOPPERS)
    return new Crowd(eventId, shoppers)
  }

  private constructor(eventId: number, shoppers: readonly Shopper[]) {
    this.eventId = eventId
    this.#shoppers = shoppers
  }

  /** Bookings that were acknowledged. */
  get bookings(): number {
    return this.#shoppers.reduce((sum, { bookings }) => sum + bookings, 0)
  }

  /** Calls that may be told more when they are repeated. */
  get unanswered(): number {
    return this.#shoppers.reduce((sum, { unanswered }) => sum + unanswered, 0)
  }

  /** Answers of 500 and above. */
  get failures(): readonly Answer<unknown>[] {
    return this.#shoppers.flatMap(({ failures }) => failures)
  }

  begin(url: string): void {
    this.#open = true
    this.#shopping = this.#shoppers.map((shopper) => this.#shop(shopper, url))
  }

  async #shop(shopper: Shopper, url: string): Promise<void> {
    while (this.#open) {
      if (!(await shopper.shopOnce(url))) this.lost += 1
      await wait(randomInt(...THINKS_MS))
    }
  }

  async end(): Promise<void> {
    this.#open = false
    await Promise.all(this.#shopping)
  }

  /** Asks again what was not answered; then all is as each was told, and no seat is sold twice. */
  async check(url: string): Promise<void> {
    await Promise.all(this.#shoppers.map((shopper) => shopper.settle(url)))
    const seats = (await Promise.all(this.#shoppers.map((it) => it.check(url)))).flat()
    assert.equal(new Set(seats).size, seats.length, 'no seat is sold twice')
  }
}
