import { create } from '@bufbuild/protobuf'
import {
  BookingSchema,
  BookingStatus,
  EventSchema,
  ReservationSchema,
  ReservationStatus,
  UserSchema,
} from '@usher/contracts'

export const START_MS = Date.UTC(2026, 2, 1, 12)
const SHOW_MS = Date.UTC(2026, 2, 20, 19)
const MINUTE_MS = 60_000

export function sampleUser(userId = 'user_ann') {
  return create(UserSchema, { userId, email: 'ann@example.org', name: 'Ann Ωmega', language: 'en' })
}

export function sampleEvent(eventId = 7) {
  return create(EventSchema, {
    eventId,
    venueName: 'Teatro Real',
    address: 'Plaza de Isabel II',
    city: 'Madrid',
    details: {
      eventName: 'La bohème',
      eventDateMs: BigInt(SHOW_MS),
      timeZone: 'Europe/Madrid',
      language: 'es',
    },
  })
}

/** Two seats at 150.00 and two standing places at 20.00. */
export function sampleBooking(bookingId: string) {
  const seat = { section: 'Stalls', rowNumber: '3', category: 'A', priceMinor: 15_000n }
  return create(BookingSchema, {
    bookingId,
    bookingReference: 'BK-7Q4M-9XKD-2PTA',
    eventId: 7,
    userId: 'user_ann',
    status: BookingStatus.CONFIRMED,
    seats: [
      { ...seat, seatNumber: 'A-12' },
      { ...seat, seatNumber: 'A-13' },
    ],
    areas: [{ area: 'Standing', quantity: 2, category: 'B', priceMinor: 2000n }],
    totalMinor: 34_000n,
    currency: 'EUR',
  })
}

/** Ten minutes long, begun at `createdAtMs`. */
export function sampleReservation(reservationId: string, createdAtMs = START_MS) {
  return create(ReservationSchema, {
    reservationId,
    eventId: 7,
    userId: 'user_ann',
    status: ReservationStatus.ACTIVE,
    seats: [{ seatNumber: 'A-12', section: 'Stalls', rowNumber: '3', priceMinor: 15_000n }],
    totalMinor: 15_000n,
    currency: 'EUR',
    createdAtMs: BigInt(createdAtMs),
    expiresAtMs: BigInt(createdAtMs + 10 * MINUTE_MS),
  })
}
