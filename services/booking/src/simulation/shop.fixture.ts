import assert from 'node:assert/strict'
import type { Booking as BookingMessage } from '@usher/contracts'
import { newId } from '@usher/kernel'
import { breaches } from './check.fixture.ts'
import type { Token } from './payment-model.fixture.ts'
import { World, type WorldOptions } from './world.fixture.ts'

/** A world with shorthands for what tests do again and again. */
export class Shop {
  readonly world: World
  readonly userId: string
  #reservations = 0

  private constructor(world: World) {
    this.world = world
    this.userId = newId(world, 'user')
  }

  static async open(options: WorldOptions = {}): Promise<Shop> {
    return new Shop(await World.open(options))
  }

  /** A reservation of two seats of 15.00 and, if wanted, places of 7.00. */
  reserve({ places = 0, userId = this.userId, priceMinor = 1500 } = {}): string {
    const n = ++this.#reservations
    const reservationId = newId(this.world, 'reservation')
    const seats = [`A${n}`, `B${n}`]
    this.world.inventory.reserve({ reservationId, userId, seats, places, priceMinor })
    return reservationId
  }

  /** Asks for a booking and lets time pass until it is answered. */
  book(reservationId: string, token: Token | 'tok_unknown' = 'tok_ok', operationId = '') {
    return this.world.until(this.ask(reservationId, token, operationId))
  }

  async ask(
    reservationId: string,
    paymentToken: Token | 'tok_unknown' = 'tok_ok',
    operationId = '',
  ): Promise<BookingMessage> {
    const { userId } = this
    const request = { userId, reservationId, provider: 'sandbox', paymentToken, operationId }
    const { booking } = await this.world.client.createBooking(request)
    assert.ok(booking)
    return booking
  }

  async cancel(bookingId: string, seats: string[] = [], operationId = ''): Promise<BookingMessage> {
    const { userId, world } = this
    const request = { bookingId, userId, seats, operationId }
    const { booking } = await world.until(world.client.cancelBooking(request))
    assert.ok(booking)
    return booking
  }

  async settle(bookingId: string): Promise<BookingMessage> {
    const { booking } = await this.world.until(this.world.client.settleBooking({ bookingId }))
    assert.ok(booking)
    return booking
  }

  async get(bookingId: string): Promise<BookingMessage> {
    const { booking } = await this.world.client.getBooking({ bookingId, userId: this.userId })
    assert.ok(booking)
    return booking
  }

  /** The only payment of a booking. */
  paymentOf(bookingId: string) {
    const payments = [...this.world.payment.payments.values()]
    const found = payments.filter((payment) => payment.bookingId === bookingId)
    assert.equal(found.length, 1)
    assert.ok(found[0])
    return found[0]
  }

  /** Nothing is open and no invariant is broken. */
  async isSound(): Promise<void> {
    assert.deepEqual(await breaches(this.world), [])
  }
}
