import type { SeatNumber } from '@usher/kernel'
import { buyerLimit, conflict, invalid } from '../domain/errors.ts'
import { type Reservation, type ReservationInPlace, sizeOf } from '../domain/reservation.ts'
import { requireOnSale } from '../domain/sale-rules.ts'
import type { SeatState } from '../domain/seat.ts'
import type { Conflict, SeatTransaction } from '../domain/seat-transaction.ts'
import { decideSwap } from '../domain/swap.ts'
import { type LoadedEvent, requireMap } from '../loaded-events.ts'
import type { InventoryPorts } from '../inventory-ports.ts'
import { changeOnce, changeReservation, type RepeatableRequest } from './change-reservation.ts'
import { readSeats, showFree } from './choose-named.ts'
import { indexesOf, type OpenSale, wantedSeat } from './chosen.ts'
import { correctView } from './correct-view.ts'
import { requireSeatRules } from './require-seat-rules.ts'
import { requireDistinct, requireQuantity } from './reservation-size.ts'

export interface SwapRequest extends RepeatableRequest {
  readonly release: readonly SeatNumber[]
  readonly take: readonly SeatNumber[]
}

/**
 * Gives seats back and takes others in one transaction: at no moment does the buyer have neither.
 */
export async function swapSeats(ports: InventoryPorts, request: SwapRequest): Promise<Reservation> {
  requireDistinct([...request.release, ...request.take])
  if (request.release.length + request.take.length === 0) {
    throw invalid('invalid_choice', 'a swap names seats to release, to take or both')
  }
  const decide = (inPlace: ReservationInPlace, event: LoadedEvent) =>
    planSwap(ports, request, { inPlace, event })
  return changeOnce(ports, request, () =>
    changeReservation(ports, request, decide, { refuse: refuseOverLimit }),
  )
}

async function planSwap(
  ports: InventoryPorts,
  { release, take, operationId }: SwapRequest,
  { inPlace, event }: { inPlace: ReservationInPlace; event: LoadedEvent },
): Promise<SeatTransaction> {
  const nowMs = ports.clock.nowMs()
  requireOnSale(event.sale, nowMs)
  const { userId } = inPlace.reservation
  const sale: OpenSale = { event, map: requireMap(event), rules: event.sale, userId, nowMs }
  requireQuantity(sizeOf(inPlace.reservation) - release.length + take.length)
  const { layout } = sale.map
  const indexes = indexesOf(layout, take)
  const { states, displaced } = await readSeats(ports, sale, take)
  const wanted = indexes.map((index, at) => wantedSeat(layout, index, states[at] as SeatState))
  const limit = event.sale.maxSeatsPerBuyer
  const swap = { release, take: wanted, displaced, mapVersion: sale.map.version, limit, nowMs }
  const transaction = { ...decideSwap(inPlace, swap), operationId }
  showFree(sale.map.view, indexes, displaced)
  try {
    requireRulesAfterSwap(sale, inPlace, { release, indexes })
  } catch (refusal) {
    // Nothing is taken, so no commit will notice what others did between the look and the showing.
    await correctView(ports, event, take)
    throw refusal
  }
  return transaction
}

/**
 * Tables must be whole in what the buyer has afterwards; single seats must not be left beside what
 * they take. The view shows their own seats as free while the rules look at it, within this turn.
 */
function requireRulesAfterSwap(
  { map: { view, layout }, rules }: OpenSale,
  { reservation }: ReservationInPlace,
  { release, indexes }: { release: readonly SeatNumber[]; indexes: readonly number[] },
): void {
  const own = indexesOf(
    layout,
    reservation.seats.map(({ seatNumber }) => seatNumber),
  )
  const given = indexesOf(layout, release)
  const after = [...own.filter((index) => !given.includes(index)), ...indexes]
  // Not always RESERVED: a release may have come first, which only the commit will notice.
  const shown = own.map((index) => view.statusAt(index))
  for (const index of own) view.set(index, 'AVAILABLE')
  try {
    requireSeatRules(view, after, rules.orphanRule)
  } finally {
    for (const [at, index] of own.entries()) view.set(index, shown[at] ?? 'RESERVED')
  }
}

function refuseOverLimit(conflicts: readonly Conflict[]): void {
  for (const lack of conflicts) {
    if (lack.kind === 'buyer') throw buyerLimit(lack.limit, lack.count, lack.delta)
    if (lack.kind === 'seat_map') throw conflict('seat_map_changed', 'the seat map was replaced')
  }
}
