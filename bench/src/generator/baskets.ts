import type { PurchasePlan } from './plan.ts'

/** The seats that one buyer wants. */
export interface Basket {
  readonly eventId: number
  readonly seats: readonly string[]
}

/** The seats of buyer `buyer`, which no other buyer wants; undefined when there are none left. */
export function basketOf(
  { eventIds, seats, seatsPerBooking, events }: PurchasePlan,
  buyer: number,
): Basket | undefined {
  const perEvent = Math.floor(seats.length / seatsPerBooking)
  const [event, basket] =
    events === 'at once'
      ? [buyer % eventIds.length, Math.floor(buyer / eventIds.length)]
      : [Math.floor(buyer / perEvent), buyer % perEvent]
  const eventId = eventIds[event]
  if (eventId === undefined || basket >= perEvent) return undefined
  const first = basket * seatsPerBooking
  return { eventId, seats: seats.slice(first, first + seatsPerBooking) }
}
