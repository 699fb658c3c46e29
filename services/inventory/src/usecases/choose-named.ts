import { isDomainError, type SeatNumber } from '@usher/kernel'
import { seatUnavailable } from '../domain/errors.ts'
import type { ReservationInPlace } from '../domain/reservation.ts'
import type { SeatState } from '../domain/seat.ts'
import type { SeatView } from '../domain/seat-view.ts'
import { unavailableSeats } from '../domain/takeover.ts'
import type { InventoryPorts } from '../inventory-ports.ts'
import { showSeat } from '../seat-show.ts'
import { type Chosen, indexesOf, type OpenSale, wantedSeat } from './chosen.ts'
import { correctView, showRead } from './correct-view.ts'
import { findDisplaced } from './find-displaced.ts'
import { recallFree } from './recall-free.ts'
import { requireSeatRules } from './require-seat-rules.ts'

/**
 * The seats the buyer named, if all can be had. Neither view nor memory may refuse, for they lag,
 * and the seats of an expired reservation are free: then the ledger is asked.
 */
export async function chooseNamed(
  ports: InventoryPorts,
  sale: OpenSale,
  seatNumbers: readonly SeatNumber[],
): Promise<Chosen> {
  const indexes = indexesOf(sale.map.layout, seatNumbers)
  const free = recallFree(ports, sale, seatNumbers)
  if (!free || !seemsAllowed(sale, indexes))
    return chooseRead(ports, sale, { seatNumbers, indexes })
  const seats = indexes.map((index, at) =>
    wantedSeat(sale.map.layout, index, free[at] as SeatState),
  )
  return { seats, areas: [], adjacent: false, displaced: [] }
}

/** By the view: all are free, and the rules hold. */
function seemsAllowed({ map: { view }, rules }: OpenSale, indexes: readonly number[]): boolean {
  if (indexes.some((index) => view.statusAt(index) !== 'AVAILABLE')) return false
  try {
    requireSeatRules(view, indexes, rules.orphanRule)
    return true
  } catch (refusal) {
    if (isDomainError(refusal)) return false
    throw refusal
  }
}

async function chooseRead(
  ports: InventoryPorts,
  sale: OpenSale,
  { seatNumbers, indexes }: { seatNumbers: readonly SeatNumber[]; indexes: readonly number[] },
): Promise<Chosen> {
  const { layout, view } = sale.map
  const readAt = view.changeNumber
  const { states, displaced } = await readSeats(ports, sale, seatNumbers)
  const seats = indexes.map((index, at) => wantedSeat(layout, index, states[at] as SeatState))
  const lost = unavailableSeats({ ...sale, seats, displaced })
  if (lost.length > 0) {
    // When the view has moved meanwhile, it may know better than what was read.
    if (view.changeNumber === readAt) showRead(ports, sale.event, { seatNumbers, states })
    throw seatUnavailable(lost)
  }
  showFree(view, indexes, displaced)
  try {
    requireSeatRules(view, indexes, sale.rules.orphanRule)
  } catch (refusal) {
    // Nothing is taken, so no commit will notice what others did between the look and the showing.
    await correctView(ports, sale.event, seatNumbers)
    throw refusal
  }
  return { seats, areas: [], adjacent: false, displaced }
}

/** The seats as the ledger has them, and the expired reservations that have some of them. */
export async function readSeats(
  ports: InventoryPorts,
  { event: { eventId }, nowMs }: OpenSale,
  seatNumbers: readonly SeatNumber[],
): Promise<{ states: readonly SeatState[]; displaced: readonly ReservationInPlace[] }> {
  const states = await ports.ledger.seats(eventId, seatNumbers)
  if (states.every(({ status }) => status !== 'RESERVED')) return { states, displaced: [] }
  const displaced = await findDisplaced(ports, states, nowMs)
  // Some may have been freed on the way, see findDisplaced.
  return { states: await ports.ledger.seats(eventId, seatNumbers), displaced }
}

/**
 * What is about to be taken is free, and so are all seats of expired reservations, whatever the
 * view said.
 */
export function showFree(
  view: SeatView,
  indexes: readonly number[],
  displaced: readonly ReservationInPlace[],
): void {
  for (const index of indexes) view.set(index, 'AVAILABLE')
  for (const { reservation } of displaced) {
    for (const { seatNumber } of reservation.seats) showSeat(view, seatNumber, 'AVAILABLE')
  }
}
