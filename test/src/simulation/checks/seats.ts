import type { ReservationRow } from '@usher/inventory/adapters/tables/rows'
import type { House } from '../house.ts'
import { type Breach, isLive, placesKept, seatKey, seatsKept, type State } from './state.ts'

/** I1, I3, I4, I11, I12: seats, areas and limits as the live reservations have them. */
export function* checkSeats(house: House, state: State): Generator<Breach> {
  yield* checkOwners(state)
  yield* checkMap(house, state)
  yield* checkAreas(house, state)
  yield* checkLimits(house, state)
}

/** The live reservations are counted up to an owner a seat; the seats' rows must tell the same. */
function* checkOwners({ seats, reservations }: State): Generator<Breach> {
  const owners = new Map<string, ReservationRow>()
  for (const reservation of reservations.values()) {
    if (!isLive(reservation)) continue
    for (const seat of seatsKept(reservation)) {
      const key = seatKey(reservation.event_id, seat)
      const other = owners.get(key)
      if (other) yield { invariant: 'I1', facts: { seat: key, owners: [other, reservation] } }
      owners.set(key, reservation)
      const wanted = reservation.status === 'CONFIRMED' ? 'BOOKED' : 'RESERVED'
      if (seats.get(key)?.status !== wanted) {
        yield { invariant: 'I11', facts: { seat: seats.get(key), reservation } }
      }
    }
  }
  for (const [key, seat] of seats) {
    const owner = owners.get(key)?.reservation_id ?? null
    if (seat.reservation_id !== owner) {
      yield { invariant: 'I1', facts: { seat, reservation_that_has_it: owner } }
    }
  }
}

/** With those that have no row, AVAILABLE all of them, the seats are those of the map. */
function* checkMap({ events }: House, { seats }: State): Generator<Breach> {
  const known = new Set(
    events.flatMap((event) => event.seats.map((s) => seatKey(event.eventId, s))),
  )
  for (const [key, seat] of seats) {
    if (!known.has(key)) yield { invariant: 'I3', facts: { seat } }
    const free = seat.status === 'AVAILABLE' || seat.status === 'BLOCKED'
    if (free !== (seat.reservation_id === null)) yield { invariant: 'I3', facts: { seat } }
  }
}

function* checkAreas({ events }: House, { areas, reservations }: State): Generator<Breach> {
  for (const { eventId, area, areaCapacity } of events) {
    const row = areas.find((counts) => counts.event_id === eventId && counts.area === area)
    const { reserved = 0, booked = 0, blocked = 0 } = row ?? {}
    const sum = { reserved: 0, booked: 0 }
    for (const reservation of reservations.values()) {
      if (reservation.event_id !== eventId || !isLive(reservation)) continue
      const kind = reservation.status === 'CONFIRMED' ? 'booked' : 'reserved'
      sum[kind] += placesKept(reservation, area)
    }
    const over = reserved + booked + blocked > areaCapacity || Math.min(reserved, booked) < 0
    if (over || sum.reserved !== reserved || sum.booked !== booked) {
      yield { invariant: 'I4', facts: { event: eventId, area, row, sum, areaCapacity } }
    }
  }
}

function* checkLimits({ events }: House, { buyers, reservations }: State): Generator<Breach> {
  for (const { eventId, area, limit } of events) {
    const counts = new Map<string, number>()
    for (const reservation of reservations.values()) {
      if (reservation.event_id !== eventId || !isLive(reservation)) continue
      const size = seatsKept(reservation).length + placesKept(reservation, area)
      counts.set(reservation.user_id, (counts.get(reservation.user_id) ?? 0) + size)
    }
    for (const [buyer, count] of counts) {
      if (limit > 0 && count > limit) {
        yield { invariant: 'I12', facts: { event: eventId, buyer, count, limit } }
      }
    }
    for (const row of buyers) {
      if (row.event_id !== eventId || row.count === (counts.get(row.user_id) ?? 0)) continue
      yield { invariant: 'I12', facts: { row, counted: counts.get(row.user_id) ?? 0 } }
    }
  }
}
