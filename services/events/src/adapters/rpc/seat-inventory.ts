import type { GetCountsResponse, InventoryService } from '@usher/contracts'
import { isDomainError } from '@usher/kernel'
import type { Client } from '@usher/rpc'
import { noSeats, type PriceRange } from '../../domain/seat-counts.ts'
import type { SeatInventory } from '../../ports/seat-inventory.ts'

/** The inventory service, whatever carries the call. */
export function rpcSeatInventory(inventory: Client<typeof InventoryService>): SeatInventory {
  return {
    async counts(eventId) {
      const answer = await orNothing(inventory.getCounts({ eventId }))
      if (!answer?.counts) return noSeats
      const { total, available, reserved } = answer.counts
      const prices = pricesOf(answer)
      return { totalSeats: total, availableSeats: available, reservedSeats: reserved, prices }
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

function pricesOf({ minPriceMinor, maxPriceMinor }: GetCountsResponse): PriceRange | null {
  if (minPriceMinor === undefined || maxPriceMinor === undefined) return null
  return { minMinor: Number(minPriceMinor), maxMinor: Number(maxPriceMinor) }
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
