import type { SeatState } from '../../domain/seat.ts'
import { untouchedSeat } from '../../domain/seat.ts'
import type { Item } from '@usher/stores/dynamodb/batch-reads'
import { msOf, secondsOf } from '@usher/stores/dynamodb/seconds'

/** An item of `seats`, in the specification's words. Of a seat that is not in it yet, undefined. */
export interface SeatItem {
  /** The event, and behind the point the partition. */
  readonly event_id: number
  readonly seat_number: string
  readonly section: string
  readonly row_number: string
  readonly seat_type: string
  /** Minor units of `currency`. */
  readonly price: number
  readonly currency: string
  /** Of the seat map that these five are from. */
  readonly map_version: number
  readonly status: SeatState['status']
  readonly version: number
  readonly reservation_id: SeatState['reservationId']
  readonly booking_id: SeatState['bookingId']
  readonly reserved_by: SeatState['reservedBy']
  /** Seconds since the epoch, as all times here, with the milliseconds as a fraction. */
  readonly reserved_until: number | null
  readonly created_at: number
  readonly updated_at: number
}

/** The attributes that change with who has the seat. */
export function stateAttributes(state: SeatState) {
  return {
    status: state.status,
    version: state.version,
    reservation_id: state.reservationId,
    booking_id: state.bookingId,
    reserved_by: state.reservedBy,
    reserved_until: state.reservedUntilMs === null ? null : secondsOf(state.reservedUntilMs),
    updated_at: secondsOf(state.updatedAtMs),
  } satisfies Partial<SeatItem>
}

/** What the item says of the seat; every seat that nobody has changed is the same. */
export function seatStateOf(found: Item | undefined): SeatState {
  if (!found || found['version'] === 0) return untouchedSeat
  const item = found as unknown as SeatItem
  return {
    status: item.status,
    version: item.version,
    reservationId: item.reservation_id,
    bookingId: item.booking_id,
    reservedBy: item.reserved_by,
    reservedUntilMs: item.reserved_until === null ? null : msOf(item.reserved_until),
    updatedAtMs: msOf(item.updated_at),
  }
}
