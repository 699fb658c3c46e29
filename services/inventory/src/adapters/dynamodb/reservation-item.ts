import type { Currency, EventId, ReservationId, SeatNumber, UserId } from '@usher/kernel'
import type { Item } from '@usher/stores/dynamodb/batch-reads'
import { shardOf } from '@usher/stores/dynamodb/spread-keys'
import type {
  Cancellation,
  Reservation,
  ReservationPlaces,
  ReservationStatus,
} from '../../domain/reservation.ts'
import { msOf, secondsOf } from '@usher/stores/dynamodb/seconds'

/** An item of `reservations`. Times are seconds since the epoch, milliseconds as a fraction. */
export interface ReservationItem {
  readonly reservation_id: ReservationId
  readonly event_id: EventId
  readonly user_id: UserId
  /** With the shard, `ACTIVE#07`; with one shard the specification's plain words. */
  readonly status: string
  readonly version: number
  readonly seats: readonly ReservedSeatItem[]
  readonly areas: readonly ReservationPlaces[]
  /** Minor units of `currency`. */
  readonly total_amount: number
  readonly currency: Currency
  readonly created_at: number
  readonly expires_at: number
  readonly extensions: number
  readonly booking_id: Reservation['bookingId']
  readonly adjacent: boolean
  readonly cancellations: readonly Cancellation[]
  /** When DynamoDB may delete it: only what ended without a booking ever goes. */
  readonly ttl?: number
}

interface ReservedSeatItem {
  readonly seat_number: SeatNumber
  readonly section: string
  readonly row_number: string
  readonly seat_type: string
  readonly price: number
}

/**
 * A reservation that ended without a booking is kept for so long, because a payment that was
 * abandoned on the way may still bring money (ADR 0010).
 */
const KEEP_ENDED_SECONDS = 30 * 24 * 60 * 60
const SHARD_DIGITS = 2

/** The status as it is stored. */
export function shardedStatus(status: ReservationStatus, shard: number, shards: number): string {
  return shards === 1 ? status : `${status}#${String(shard).padStart(SHARD_DIGITS, '0')}`
}

export function reservationItem(it: Reservation, shards: number): ReservationItem {
  const ended = it.bookingId === null && (it.status === 'EXPIRED' || it.status === 'RELEASED')
  return {
    reservation_id: it.reservationId,
    event_id: it.eventId,
    user_id: it.userId,
    status: shardedStatus(it.status, shardOf(it.reservationId, shards), shards),
    version: it.version,
    seats: it.seats.map((seat) => ({
      seat_number: seat.seatNumber,
      section: seat.section,
      row_number: seat.rowNumber,
      seat_type: seat.category,
      price: seat.priceMinor,
    })),
    areas: it.areas,
    total_amount: it.totalMinor,
    currency: it.currency,
    created_at: secondsOf(it.createdAtMs),
    expires_at: secondsOf(it.expiresAtMs),
    extensions: it.extensions,
    booking_id: it.bookingId,
    adjacent: it.adjacent,
    cancellations: it.cancellations,
    ...(ended && { ttl: Math.ceil(secondsOf(it.expiresAtMs)) + KEEP_ENDED_SECONDS }),
  }
}

export function reservationOf(found: Item): Reservation {
  const item = found as unknown as ReservationItem
  return {
    reservationId: item.reservation_id,
    eventId: item.event_id,
    userId: item.user_id,
    status: plainStatus(item.status),
    version: item.version,
    seats: item.seats.map((seat) => ({
      seatNumber: seat.seat_number,
      section: seat.section,
      rowNumber: seat.row_number,
      category: seat.seat_type,
      priceMinor: seat.price,
    })),
    areas: item.areas,
    totalMinor: item.total_amount,
    currency: item.currency,
    createdAtMs: msOf(item.created_at),
    expiresAtMs: msOf(item.expires_at),
    extensions: item.extensions,
    bookingId: item.booking_id,
    adjacent: item.adjacent,
    cancellations: item.cancellations,
  }
}

function plainStatus(status: string): ReservationStatus {
  return status.split('#', 1)[0] as ReservationStatus
}
