import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { EventId } from '@usher/kernel'
import type { SaleRules } from '../domain/sale-rules.ts'
import type { SeatInventory } from './seat-inventory.ts'

interface OpenSeatInventory {
  readonly inventory: SeatInventory
  /** Gives event 1 a map of 100 seats priced in EUR, 60 of them available and 10 reserved. */
  readonly putSeatMap: () => Promise<void>
  /** The version and the rules by which event 1 is sold. */
  readonly soldBy: () => Promise<{ version: number; rules: SaleRules } | undefined>
  readonly close: () => Promise<void>
}

const eventId = 1 as EventId
const rules: SaleRules = {
  currency: 'EUR',
  saleStartTimeMs: 1000,
  saleEndTimeMs: 2000,
  maxSeatsPerBuyer: 4,
  reservationMinutes: 10,
  orphanRule: 'strict',
  open: true,
}

/** What every SeatInventory does. */
export function seatInventoryContract(name: string, open: () => Promise<OpenSeatInventory>): void {
  describe(`${name} as a seat inventory`, () => {
    it('counts nothing where there is no seat map', async (test) => {
      const { inventory, close } = await open()
      test.after(close)
      assert.equal(await inventory.capacity(eventId), 0)
      const none = { totalSeats: 0, availableSeats: 0, reservedSeats: 0 }
      assert.deepEqual(await inventory.counts(eventId), none)
      assert.equal(await inventory.currency(eventId), undefined)
    })

    it('counts the seats of a seat map', async (test) => {
      const { inventory, putSeatMap, close } = await open()
      test.after(close)
      await putSeatMap()
      assert.equal(await inventory.capacity(eventId), 100)
      const counts = { totalSeats: 100, availableSeats: 60, reservedSeats: 10 }
      assert.deepEqual(await inventory.counts(eventId), counts)
      assert.equal(await inventory.currency(eventId), 'EUR')
    })

    it('sells by the newest rules, in whatever order they come', async (test) => {
      const { inventory, putSeatMap, soldBy, close } = await open()
      test.after(close)
      await putSeatMap()
      await inventory.configureSale(eventId, 5, rules)
      await inventory.configureSale(eventId, 3, { ...rules, open: false })
      assert.deepEqual(await soldBy(), { version: 5, rules })
      await inventory.configureSale(eventId, 6, { ...rules, open: false })
      assert.deepEqual(await soldBy(), { version: 6, rules: { ...rules, open: false } })
    })
  })
}
