import type { OrphanRule } from '../../domain/event.ts'
import { FakeInventory } from '../../fake-services.fixture.ts'
import { seatInventoryContract } from '../../ports/seat-inventory.contract.ts'
import { rpcSeatInventory } from './seat-inventory.ts'

seatInventoryContract('rpcSeatInventory', async () => {
  const fake = new FakeInventory()
  return {
    inventory: rpcSeatInventory(fake.client),
    putSeatMap: async () => {
      fake.seats.set(1, { total: 100, available: 60, reserved: 10, prices: [1000, 4550] })
    },
    soldBy: async () => {
      const sold = fake.rules.get(1)
      if (!sold) return undefined
      const { $typeName: _, eventId: __, eventVersion: version, ...rules } = sold
      return {
        version,
        rules: {
          ...rules,
          saleStartTimeMs: Number(rules.saleStartTimeMs),
          saleEndTimeMs: Number(rules.saleEndTimeMs),
          orphanRule: rules.orphanRule as OrphanRule,
        },
      }
    },
    close: async () => {},
  }
})
