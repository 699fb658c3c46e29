import type { BookingRow } from '@usher/booking/adapters/tables/booking-tables'
import type { History, ToldBooking, ToldReservation } from '../clients/history.ts'
import { type Breach, seatKey, seatsKept, type State } from './state.ts'

export interface Told {
  readonly history: History
  /** The latest time that the wall clock has shown. */
  readonly latestMs: number
}

/** I1, I2, I9, I16: what clients were told is so, crash or not. */
export function* checkTold({ history, latestMs }: Told, state: State): Generator<Breach> {
  yield* history.breaches
  yield* checkClaims(history)
  for (const told of history.bookings.values()) yield* checkBooking(told, state)
  for (const told of history.reservations.values()) {
    yield* checkReservation(told, latestMs, state)
  }
  for (const key of history.blocked) {
    const seat = state.seats.get(key)
    if (seat?.status !== 'BLOCKED')
      yield { invariant: 'I16', facts: { told: 'BLOCKED', key, seat } }
  }
}

/** Of the answers alone: no two buyers were told that a seat is theirs. */
function* checkClaims({ bookings }: History): Generator<Breach> {
  const owners = new Map<string, ToldBooking>()
  for (const told of bookings.values()) {
    if (told.wholeAsked) continue
    for (const seat of told.seats) {
      if (told.seatsAsked.has(seat)) continue
      const key = seatKey(told.event, seat)
      const other = owners.get(key)
      if (other) yield { invariant: 'I1', facts: { seat: key, told: [other, told] } }
      owners.set(key, told)
    }
  }
}

function* checkBooking(told: ToldBooking, state: State): Generator<Breach> {
  const booking = state.bookings.get(told.bookingId)
  if (!booking || !isAsTold(told, booking)) {
    yield { invariant: 'I2', facts: { told, booking } }
    return
  }
  for (const { seatNumber, cancelled } of booking.seats) {
    const asked = told.wholeAsked || told.seatsAsked.has(seatNumber)
    if (told.seatsTold.has(seatNumber) && !cancelled) {
      yield { invariant: 'I16', facts: { told: 'cancelled', seatNumber, booking } }
    }
    if (asked) continue
    const seat = state.seats.get(seatKey(told.event, seatNumber))
    if (cancelled || seat?.status !== 'BOOKED' || seat.booking_id !== told.bookingId) {
      yield { invariant: 'I2', facts: { told, seat, booking } }
    }
  }
}

function isAsTold(told: ToldBooking, booking: BookingRow): boolean {
  const asked = told.wholeAsked || told.seats.every((seat) => told.seatsAsked.has(seat))
  const mayBeOver = asked && booking.status === 'CANCELLED'
  const status = told.wholeTold ? booking.status === 'CANCELLED' : booking.status === 'CONFIRMED'
  return (
    (status || mayBeOver) &&
    booking.booking_reference === told.reference &&
    booking.total_minor === told.totalMinor &&
    booking.seats.map(({ seatNumber }) => seatNumber).join() === told.seats.join()
  )
}

function* checkReservation(
  told: ToldReservation,
  latestMs: number,
  { reservations }: State,
): Generator<Breach> {
  const reservation = reservations.get(told.reservationId)
  const facts = { told, reservation }
  if (!reservation) yield { invariant: 'I16', facts }
  else if (told.released && (reservation.status === 'ACTIVE' || reservation.status === 'PAYING')) {
    yield { invariant: 'I16', facts }
  } else if (!told.touched && latestMs < told.expiresAtMs) {
    const whole = seatsKept(reservation).join() === told.seats.join()
    if (reservation.status !== 'ACTIVE' || !whole) yield { invariant: 'I10', facts }
  }
}
