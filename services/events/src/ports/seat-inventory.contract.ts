import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { EventId } from '@usher/kernel'
import type { SaleRules } from '../domain/sale-rules.ts'
import { noSeats } from '../domain/seat-counts.ts'
import type { SeatInventory } from './seat-inventory.ts'

interface OpenSeatInventory {
  readonly inventory: SeatInventory
  /** Gives event 1 a map of 100 seats, 60 available and 10 reserved, from 10.00 to 45.50 EUR. */
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
      assert.deepEqual(await inventory.counts(eventId), noSeats)
      assert.equal(await inventory.currency(eventId), undefined)
    })

    it('counts and prices the seats of a seat map', async (test) => {
      const { inventory, putSeatMap, close } = await open()
      test.after(close)
      await putSeatMap()
      const counts = { totalSeats: 100, availableSeats: 60, reservedSeats: 10 }
      const prices = { minMinor: 1000, maxMinor: 4550 }
      assert.deepEqual(await inventory.counts(eventId), { ...counts, prices })
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
