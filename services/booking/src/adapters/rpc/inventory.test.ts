import { newId } from '@usher/kernel'
import { manualClock, seededRandom } from '@usher/testing'
import { inventoryContract } from '../../ports/inventory.contract.ts'
import { InventoryModel } from '../../simulation/inventory-model.fixture.ts'
import { rpcInventory } from './inventory.ts'

inventoryContract('the model of the tests', async () => {
  const ids = { clock: manualClock(), random: seededRandom(1) }
  const model = new InventoryModel(ids.clock)
  const userId = newId(ids, 'user')
  let seats = 0
  return {
    inventory: rpcInventory(model.client()),
    userId,
    async reserve() {
      const reservationId = newId(ids, 'reservation')
      model.reserve({ reservationId, userId, seats: [`A${++seats}`, `A${++seats}`] })
      return reservationId
    },
    async expire(reservationId) {
      model.expire(reservationId)
    },
    async sellFirstSeat(reservationId) {
      const seat = model.reservations.get(reservationId)?.seats[0] ?? ''
      model.reserve({ reservationId: newId(ids, 'reservation'), userId, seats: [seat] })
    },
    close: async () => undefined,
  }
})
