import type { EventId } from '@usher/kernel'
import type { SeatStatus } from '../domain/seat.ts'
import { requireMap, type LoadedMap } from '../loaded-events.ts'
import type { InventoryPorts } from '../inventory-ports.ts'
import type { SeatInFull } from './get-seat.ts'
import { countingCursor, type Paged, pageSize } from './page.ts'

const PAGE_MAX = 1000

export interface SeatFilter {
  /** Null: any. */
  readonly status: SeatStatus | null
  /** Empty: any. */
  readonly section: string
}

export interface ListSeatsRequest extends SeatFilter {
  readonly eventId: EventId
  readonly cursor: string
  readonly limit: number
}

/** Seats in the order of the map. Filtered by the view, answered with the ledger's states. */
export async function listSeats(
  { events, ledger }: InventoryPorts,
  request: ListSeatsRequest,
): Promise<Paged<SeatInFull>> {
  const map = requireMap(await events.open(request.eventId))
  const from = countingCursor(request.cursor, 0)
  const found = findSeats(map, request, { from, limit: pageSize(request.limit, PAGE_MAX) })
  const seatNumbers = found.indexes.map((index) => map.layout.seatNumberAt(index))
  const states = await ledger.seats(request.eventId, seatNumbers)
  const items = found.indexes.flatMap((index, at) => {
    const state = states[at]
    return state ? [{ facts: map.layout.seatAt(index), state, map }] : []
  })
  return { items, nextCursor: found.next === undefined ? '' : String(found.next) }
}

function findSeats(
  { layout, view }: LoadedMap,
  { status, section }: SeatFilter,
  { from, limit }: { from: number; limit: number },
): { indexes: number[]; next: number | undefined } {
  const groups = layout.groups.map((group) => section === '' || group.section === section)
  const indexes: number[] = []
  for (let index = from; index < layout.seatCount; index++) {
    if (groups[layout.groupOf[index] ?? 0] !== true) continue
    if (status !== null && view.statusAt(index) !== status) continue
    if (indexes.length === limit) return { indexes, next: index }
    indexes.push(index)
  }
  return { indexes, next: undefined }
}
