import type { Currency, EventId, SeatNumber, UserId } from '@usher/kernel'
import { defineTable } from '@usher/stores'
import type { OrphanRule } from '../../domain/orphan-rule.ts'
import type { Cancellation, ReservationStatus } from '../../domain/reservation.ts'
import type { SeatState, SeatStatus } from '../../domain/seat.ts'

/** One row for each seat that was ever changed. */
export interface SeatRow {
  readonly event_id: number
  readonly seat_number: string
  readonly status: SeatStatus
  readonly version: number
  readonly reservation_id: SeatState['reservationId']
  readonly booking_id: SeatState['bookingId']
  readonly reserved_by: SeatState['reservedBy']
  readonly reserved_until_ms: number | null
  readonly updated_at_ms: number
}

export const seatsTable = defineTable<SeatRow>({
  name: 'seats',
  columns: {
    event_id: 'integer',
    seat_number: 'text',
    status: 'text',
    version: 'integer',
    reservation_id: 'text',
    booking_id: 'text',
    reserved_by: 'text',
    reserved_until_ms: 'integer',
    updated_at_ms: 'integer',
  },
  key: ['event_id', 'seat_number'],
})

export interface ReservationRow {
  readonly reservation_id: string
  readonly event_id: number
  readonly user_id: string
  readonly status: ReservationStatus
  readonly version: number
  /** [seat number, section, row, category, price] each. */
  readonly seats: readonly (readonly [SeatNumber, string, string, string, number])[]
  /** [area, quantity, category, price of one] each. */
  readonly areas: readonly (readonly [string, number, string, number])[]
  readonly total_minor: number
  readonly currency: Currency
  readonly created_at_ms: number
  readonly expires_at_ms: number
  readonly extensions: number
  readonly booking_id: SeatState['bookingId']
  readonly adjacent: number
  readonly cancellations: readonly Cancellation[]
}

export const reservationsTable = defineTable<ReservationRow>({
  name: 'reservations',
  columns: {
    reservation_id: 'text',
    event_id: 'integer',
    user_id: 'text',
    status: 'text',
    version: 'integer',
    seats: 'json',
    areas: 'json',
    total_minor: 'integer',
    currency: 'text',
    created_at_ms: 'integer',
    expires_at_ms: 'integer',
    extensions: 'integer',
    booking_id: 'text',
    adjacent: 'integer',
    cancellations: 'json',
  },
  key: ['reservation_id'],
  indexes: { by_user: ['user_id'] },
})

/**
 * One narrow row for each ACTIVE reservation: most come and go before the store has written them
 * down.
 */
export interface ReservationDueRow {
  readonly expires_at_ms: number
  readonly reservation_id: string
}

export const reservationsDueTable = defineTable<ReservationDueRow>({
  name: 'reservations_due',
  columns: { expires_at_ms: 'integer', reservation_id: 'text' },
  key: ['expires_at_ms', 'reservation_id'],
})

export interface AreaCountsRow {
  readonly event_id: number
  readonly area: string
  readonly reserved: number
  readonly booked: number
  readonly blocked: number
}

export const areaCountsTable = defineTable<AreaCountsRow>({
  name: 'area_counts',
  columns: {
    event_id: 'integer',
    area: 'text',
    reserved: 'integer',
    booked: 'integer',
    blocked: 'integer',
  },
  key: ['event_id', 'area'],
})

/** Never removed: a row, even of zero, says that somebody has taken a seat of the event. */
export interface BuyerCountRow {
  readonly event_id: number
  readonly user_id: UserId
  readonly count: number
}

export const buyerCountsTable = defineTable<BuyerCountRow>({
  name: 'buyer_counts',
  columns: { event_id: 'integer', user_id: 'text', count: 'integer' },
  key: ['event_id', 'user_id'],
})

/**
 * Append-only. One row for each transaction, and for each change of a seat map or of sale rules.
 */
export interface SeatJournalRow {
  readonly sequence: number
  readonly event_id: EventId
  readonly at_ms: number
  readonly actor: string
  readonly action: string
  readonly reason: string
  readonly reservation_id: SeatState['reservationId']
  readonly booking_id: SeatState['bookingId']
  /** [seat number, before, after, version after] each. */
  readonly seats: readonly (readonly [SeatNumber, SeatStatus, SeatStatus, number])[]
  /** [area, before, after, quantity] each. */
  readonly areas: readonly (readonly [string, SeatStatus, SeatStatus, number])[]
}

export const seatJournalTable = defineTable<SeatJournalRow>({
  name: 'seat_journal',
  columns: {
    sequence: 'integer',
    event_id: 'integer',
    at_ms: 'integer',
    actor: 'text',
    action: 'text',
    reason: 'text',
    reservation_id: 'text',
    booking_id: 'text',
    seats: 'json',
    areas: 'json',
  },
  key: ['sequence'],
  indexes: { by_event: ['event_id'] },
})

export interface SeatOperationRow {
  readonly operation_id: string
  readonly at_ms: number
  readonly reservation_id: SeatState['reservationId']
}

export const seatOperationsTable = defineTable<SeatOperationRow>({
  name: 'seat_operations',
  columns: { operation_id: 'text', at_ms: 'integer', reservation_id: 'text' },
  key: ['operation_id'],
  indexes: { by_time: ['at_ms'] },
})

export interface SeatMapRow {
  readonly event_id: EventId
  readonly version: number
  readonly seat_count: number
  readonly area_count: number
  readonly total_capacity: number
  readonly currency: Currency
  readonly updated_at_ms: number
  /** Null in rows that are older than the column. */
  readonly min_price_minor: number | null
  readonly max_price_minor: number | null
}

export const seatMapsTable = defineTable<SeatMapRow>({
  name: 'seat_maps',
  columns: {
    event_id: 'integer',
    version: 'integer',
    seat_count: 'integer',
    area_count: 'integer',
    total_capacity: 'integer',
    currency: 'text',
    updated_at_ms: 'integer',
    min_price_minor: 'integer',
    max_price_minor: 'integer',
  },
  key: ['event_id'],
})

/** Apart from `seat_maps`: megabytes that only a load of the event reads. */
export interface SeatMapTextRow {
  readonly event_id: number
  readonly text: string
  /** The text is gzip in base64. */
  readonly packed: boolean
}

export const seatMapTextsTable = defineTable<SeatMapTextRow>({
  name: 'seat_map_texts',
  columns: { event_id: 'integer', text: 'text', packed: 'boolean' },
  key: ['event_id'],
})

export interface SaleRow {
  readonly event_id: EventId
  readonly currency: Currency
  readonly sale_start_time_ms: number
  readonly sale_end_time_ms: number
  readonly max_seats_per_buyer: number | null
  readonly reservation_minutes: number
  readonly orphan_rule: OrphanRule
  readonly open: number
  readonly event_version: number
}

export const salesTable = defineTable<SaleRow>({
  name: 'sales',
  columns: {
    event_id: 'integer',
    currency: 'text',
    sale_start_time_ms: 'integer',
    sale_end_time_ms: 'integer',
    max_seats_per_buyer: 'integer',
    reservation_minutes: 'integer',
    orphan_rule: 'text',
    open: 'integer',
    event_version: 'integer',
  },
  key: ['event_id'],
})
