import type { InventoryService } from '@usher/contracts'
import { isDomainError } from '@usher/kernel'
import type { Client } from '@usher/rpc'
import type { SeatInventory } from '../../ports/seat-inventory.ts'

/** The inventory service, whatever carries the call. */
export function rpcSeatInventory(inventory: Client<typeof InventoryService>): SeatInventory {
  return {
    async capacity(eventId) {
      const answer = await orNothing(inventory.getCounts({ eventId }))
      return answer?.counts?.total ?? 0
    },
    async counts(eventId) {
      const { counts } = (await orNothing(inventory.getCounts({ eventId }))) ?? {}
      return {
        totalSeats: counts?.total ?? 0,
        availableSeats: counts?.available ?? 0,
        reservedSeats: counts?.reserved ?? 0,
      }
    },
    async currency(eventId) {
      const answer = await orNothing(inventory.getCounts({ eventId }))
      return answer?.currency
    },
    async configureSale(eventId, eventVersion, rules) {
      const { saleStartTimeMs, saleEndTimeMs, ...others } = rules
      await inventory.configureSale({
        rules: {
          eventId,
          eventVersion,
          ...others,
          saleStartTimeMs: BigInt(saleStartTimeMs),
          saleEndTimeMs: BigInt(saleEndTimeMs),
        },
      })
    },
  }
}

/** Inventory does not know an event before it has a seat map. */
async function orNothing<Answer>(call: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await call
  } catch (error) {
    if (isDomainError(error) && error.kind === 'not_found') return undefined
    throw error
  }
}
