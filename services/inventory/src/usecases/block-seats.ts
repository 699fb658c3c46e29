import type { EventId, SeatNumber } from '@usher/kernel'
import { decideBlock } from '../domain/block.ts'
import { contended, invalid, seatUnavailable, unavailableSeat } from '../domain/errors.ts'
import type { SeatState } from '../domain/seat.ts'
import { type LoadedEvent, requireMap } from '../loaded-events.ts'
import type { InventoryPorts } from '../inventory-ports.ts'
import { indexesOf } from './chosen.ts'
import { ATTEMPTS_MAX, commitSeats } from './commit-seats.ts'
import { requireDistinct } from './reservation-size.ts'

/** Of one request. */
const BLOCK_MAX = 10_000
/** Seats of one transaction: it must stay small enough for every store. */
const BLOCK_BATCH = 50

export interface BlockSeatsRequest {
  readonly eventId: EventId
  readonly seatNumbers: readonly SeatNumber[]
  /** Who, and why, for the journal. */
  readonly actor: string
  readonly reason: string
}

/**
 * AVAILABLE -> BLOCKED; answers how many changed. Refuses the whole request when one is RESERVED or
 * BOOKED.
 */
export function blockSeats(ports: InventoryPorts, request: BlockSeatsRequest): Promise<number> {
  return changeBlocks(ports, request, 'BLOCKED')
}

/**
 * BLOCKED -> AVAILABLE; answers how many changed. Seats that are not blocked stay what they are.
 */
export function unblockSeats(ports: InventoryPorts, request: BlockSeatsRequest): Promise<number> {
  return changeBlocks(ports, request, 'AVAILABLE')
}

type Target = 'BLOCKED' | 'AVAILABLE'

async function changeBlocks(
  ports: InventoryPorts,
  request: BlockSeatsRequest,
  to: Target,
): Promise<number> {
  requireCount(request.seatNumbers)
  let changed = 0
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
    const event = await ports.events.open(request.eventId)
    indexesOf(requireMap(event).layout, request.seatNumbers)
    const states = await ports.ledger.seats(request.eventId, request.seatNumbers)
    const seats = request.seatNumbers.map((seatNumber, at) => {
      return { seatNumber, state: states[at] as SeatState }
    })
    if (to === 'BLOCKED') requireUntaken(seats, changed)
    const from = to === 'BLOCKED' ? 'AVAILABLE' : 'BLOCKED'
    const open = seats.filter(({ state }) => state.status === from)
    const done = await commitBatches(ports, event, { seats: open, request, to })
    changed += done
    if (done === open.length) return changed
  }
  throw contended()
}

interface SeatNow {
  readonly seatNumber: SeatNumber
  readonly state: SeatState
}

async function commitBatches(
  ports: InventoryPorts,
  event: LoadedEvent,
  { seats, request, to }: { seats: readonly SeatNow[]; request: BlockSeatsRequest; to: Target },
): Promise<number> {
  const { eventId, actor, reason } = request
  const { version: mapVersion } = requireMap(event)
  const nowMs = ports.clock.nowMs()
  let changed = 0
  for (let at = 0; at < seats.length; at += BLOCK_BATCH) {
    const batch = seats.slice(at, at + BLOCK_BATCH)
    const transaction = decideBlock(batch, { eventId, mapVersion, actor, reason, nowMs, to })
    const outcome = await commitSeats(ports, event, transaction)
    if (outcome.kind === 'applied') changed += batch.length
  }
  return changed
}

function requireCount(seatNumbers: readonly SeatNumber[]): void {
  if (seatNumbers.length === 0 || seatNumbers.length > BLOCK_MAX) {
    throw invalid('invalid_quantity', `1 to ${BLOCK_MAX} seats at once`, {
      quantity: seatNumbers.length,
      maximum: BLOCK_MAX,
    })
  }
  requireDistinct(seatNumbers)
}

/** `changed` is above zero only when buyers came between two attempts. */
function requireUntaken(seats: readonly SeatNow[], changed: number): void {
  const taken = seats.filter(
    ({ state }) => state.status === 'RESERVED' || state.status === 'BOOKED',
  )
  if (taken.length === 0) return
  const lost = taken.map(({ seatNumber, state }) => unavailableSeat(seatNumber, state, null))
  throw seatUnavailable(lost, { changed })
}
