import type { MessageInitShape } from '@bufbuild/protobuf'
import {
  type JournalEntrySchema,
  ReservationStatus as ReservationStatusMessage,
  type ReservationSchema,
  type SeatSchema,
  SeatStatus as SeatStatusMessage,
} from '@usher/contracts'
import type { EventId } from '@usher/kernel'
import type { JournalEntry } from './domain/journal.ts'
import type { AreaQuantity, Reservation } from './domain/reservation.ts'
import type { SeatStatus } from './domain/seat.ts'
import type { SeatInFull } from './usecases/get-seat.ts'

/** Domain words as messages; no rules. */

export function reservationMessage(
  reservation: Reservation,
  nowMs: number,
): MessageInitShape<typeof ReservationSchema> {
  const ended = reservation.status !== 'ACTIVE'
  const leftMs = ended ? 0 : Math.max(0, reservation.expiresAtMs - nowMs)
  return {
    reservationId: reservation.reservationId,
    eventId: reservation.eventId,
    userId: reservation.userId,
    status: ReservationStatusMessage[reservation.status],
    seats: reservation.seats.map((seat) => ({
      seatNumber: seat.seatNumber,
      section: seat.section,
      rowNumber: seat.rowNumber,
      category: seat.category,
      seatType: seat.category,
      priceMinor: BigInt(seat.priceMinor),
    })),
    areas: reservation.areas.map((places) => ({
      area: places.area,
      quantity: places.quantity,
      category: places.category,
      priceMinor: BigInt(places.priceMinor),
    })),
    totalMinor: BigInt(reservation.totalMinor),
    currency: reservation.currency,
    createdAtMs: BigInt(reservation.createdAtMs),
    expiresAtMs: BigInt(reservation.expiresAtMs),
    expiresInSeconds: Math.floor(leftMs / 1000),
    bookingId: reservation.bookingId ?? '',
    version: reservation.version,
    adjacent: reservation.adjacent,
  }
}

export function seatMessage(
  eventId: EventId,
  { facts, state, map }: SeatInFull,
): MessageInitShape<typeof SeatSchema> {
  const { tableRow: _, priceMinor, ...texts } = facts
  return {
    ...texts,
    eventId,
    priceMinor: BigInt(priceMinor),
    currency: map.layout.currency,
    status: SeatStatusMessage[state.status],
    version: state.version,
    reservedBy: state.reservedBy ?? '',
    reservedUntilMs: BigInt(state.reservedUntilMs ?? 0),
    reservationId: state.reservationId ?? '',
    bookingId: state.bookingId ?? '',
    createdAtMs: BigInt(map.updatedAtMs),
    updatedAtMs: BigInt(state.updatedAtMs || map.updatedAtMs),
  }
}

export function journalMessage(entry: JournalEntry): MessageInitShape<typeof JournalEntrySchema> {
  return {
    sequence: BigInt(entry.sequence),
    atMs: BigInt(entry.atMs),
    actor: entry.actor,
    action: entry.action,
    reason: entry.reason,
    reservationId: entry.reservationId ?? '',
    bookingId: entry.bookingId ?? '',
    seats: entry.seats.map(({ seatNumber, before, after, version }) => ({
      seatNumber,
      before: SeatStatusMessage[before],
      after: SeatStatusMessage[after],
      version,
    })),
    areas: entry.areas.map(({ area, before, after, quantity }) => ({
      area,
      before: SeatStatusMessage[before],
      after: SeatStatusMessage[after],
      quantity,
    })),
  }
}

export function areasMessage(areas: readonly AreaQuantity[]): Record<string, number> {
  return Object.fromEntries(areas.map(({ area, quantity }) => [area, quantity]))
}

/** Null: unspecified, or a status that this version does not know. */
export function seatStatusOf(message: SeatStatusMessage): SeatStatus | null {
  switch (message) {
    case SeatStatusMessage.AVAILABLE:
      return 'AVAILABLE'
    case SeatStatusMessage.RESERVED:
      return 'RESERVED'
    case SeatStatusMessage.BOOKED:
      return 'BOOKED'
    case SeatStatusMessage.BLOCKED:
      return 'BLOCKED'
    default:
      return null
  }
}
