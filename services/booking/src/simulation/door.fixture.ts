import assert from 'node:assert/strict'
import type { CheckInRequestSchema } from '@usher/contracts'
import type { MessageInitShape } from '@bufbuild/protobuf'
import { Shop } from './shop.fixture.ts'
import type { WorldOptions } from './world.fixture.ts'

type Asked = MessageInitShape<typeof CheckInRequestSchema>

/** A shop with a booking of seats A1, B1 and two places on the floor, and its door. */
export class Door {
  readonly shop: Shop
  readonly bookingId: string
  readonly eventId: number

  private constructor(shop: Shop, bookingId: string) {
    this.shop = shop
    this.bookingId = bookingId
    this.eventId = shop.world.inventory.eventId
  }

  static async open(options: WorldOptions = {}): Promise<Door> {
    const shop = await Shop.open(options)
    const { bookingId } = await shop.book(shop.reserve({ places: 2 }))
    return new Door(shop, bookingId)
  }

  get client() {
    return this.shop.world.tickets
  }

  async tickets() {
    const { bookingId, shop } = this
    const asked = this.client.getTickets({ bookingId, userId: shop.userId })
    return (await shop.world.until(asked)).tickets
  }

  /** The code of a ticket, counted from 1. */
  async code(number: number): Promise<string> {
    const ticket = (await this.tickets())[number - 1]
    assert.ok(ticket)
    return ticket.code
  }

  scan(code: string, parts: Asked = {}) {
    const asked = { eventId: this.eventId, code, scannerId: 'anna', gate: 'north', ...parts }
    return this.shop.world.until(this.client.checkIn(asked))
  }

  /** The answer to a scan in short. */
  async answer(code: string, parts: Asked = {}): Promise<string> {
    const { admitted, reason, detail } = await this.scan(code, parts)
    return admitted ? 'admitted' : `${reason} / ${detail}`
  }

  /** What the service hears from the topics of events. */
  async hear(event: object): Promise<void> {
    const { clock, consumers } = this.shop.world
    const learner = consumers.find(({ group }) => group === 'booking_known_events')
    const heard = learner?.handle({ event } as never, {} as never)
    await this.shop.world.until(Promise.all([heard, clock.sleep(10)]))
  }
}
