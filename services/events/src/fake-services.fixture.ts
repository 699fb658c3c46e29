import type { DescService } from '@bufbuild/protobuf'
import { AuthService, InventoryService, Role, type SaleRules } from '@usher/contracts'
import { DomainError } from '@usher/kernel'
import { type Client, type Handlers, localClient } from '@usher/rpc'

/** Seats of one event as the fake inventory has them. */
interface FakeSeats {
  readonly total: number
  readonly available: number
  readonly reserved: number
  /** Of the cheapest and the dearest; absent: as from an inventory that does not tell. */
  readonly prices?: readonly [min: number, max: number]
}

/** An inventory of numbers only, which can be out of order. */
export class FakeInventory {
  readonly seats = new Map<number, FakeSeats>()
  /** The rules of each event that were accepted last. */
  readonly rules = new Map<number, SaleRules>()
  readonly looks: number[] = []
  /** Events whose seats cannot be looked at. */
  readonly lost = new Set<number>()
  broken = false
  currency = 'EUR'
  readonly client: Client<typeof InventoryService>

  constructor() {
    this.client = fakeClient(InventoryService, {
      getCounts: async ({ eventId }) => {
        this.looks.push(eventId)
        const { total, available, reserved, prices } = this.#seatsOf(eventId)
        const booked = total - available - reserved
        return {
          counts: { total, available, reserved, booked },
          currency: this.currency,
          ...(prices && { minPriceMinor: BigInt(prices[0]), maxPriceMinor: BigInt(prices[1]) }),
        }
      },
      configureSale: async ({ rules }) => {
        if (!rules) throw new TypeError('no rules')
        const { total } = this.#seatsOf(rules.eventId)
        const newest = this.rules.get(rules.eventId)?.eventVersion ?? 0
        if (rules.eventVersion > newest) this.rules.set(rules.eventId, rules)
        return { totalSeats: total }
      },
    })
  }

  #seatsOf(eventId: number): FakeSeats {
    if (this.broken || this.lost.has(eventId))
      throw new DomainError('unavailable', 'inventory_down', 'not now')
    const seats = this.seats.get(eventId)
    if (!seats) throw new DomainError('not_found', 'seat_map_not_found', 'no seat map')
    return seats
  }
}

/**
 * Accounts that all exist but one, an administrator among them, and the roles they were granted.
 */
export class FakeAuth {
  /** Users who were granted the organizer's role, and the scanner's. */
  readonly organizers = new Set<string>()
  readonly scanners = new Set<string>()
  broken = false
  readonly client: Client<typeof AuthService>

  constructor({ strangerId, adminId }: { strangerId: string; adminId: string }) {
    this.client = fakeClient(AuthService, {
      getUser: async ({ userId }) => {
        if (userId === strangerId) throw new DomainError('not_found', 'user_not_found', 'who?')
        return { user: { userId, roles: userId === adminId ? [Role.ADMIN] : [Role.BUYER] } }
      },
      grantRole: async ({ userId, role }) => {
        if (this.broken) throw new DomainError('unavailable', 'auth_down', 'not now')
        if (role === Role.ORGANIZER) this.organizers.add(userId)
        if (role === Role.SCANNER) this.scanners.add(userId)
        return {}
      },
    })
  }
}

function fakeClient<Service extends DescService>(
  service: Service,
  handlers: Partial<Handlers<Service>>,
): Client<Service> {
  const refusals = service.methods.map(({ localName }) => [
    localName,
    () => Promise.reject(new TypeError(`${localName} was not expected`)),
  ])
  const all = { ...Object.fromEntries(refusals), ...handlers } as Handlers<Service>
  return localClient(service, all)
}
