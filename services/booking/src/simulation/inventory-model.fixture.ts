import { create } from '@bufbuild/protobuf'
import {
  AbandonPaymentResponseSchema,
  BeginPaymentResponseSchema,
  ConfirmReservationResponseSchema,
  GetReservationResponseSchema,
  ReleaseBookedSeatsResponseSchema,
  ReservationStatus,
} from '@usher/contracts'
import { type Clock, DomainError } from '@usher/kernel'
import type { InventoryClient } from '../adapters/rpc/inventory.ts'

/** After a decline there is so long for another card, as the contract promises. */
const GRACE_MS = 10 * 60_000
const EVENT_ID = 7
const SEAT_PRICE_MINOR = 1500
const PLACE_PRICE_MINOR = 700

export interface ModelReservation {
  readonly reservationId: string
  readonly userId: string
  status: ReservationStatus
  seats: string[]
  /** Places on the floor. */
  places: number
  priceMinor: number
  bookingId: string
  expiresAtMs: number
  readonly released: Map<string, { seats: string[]; places: number }>
}

/**
 * What inventory promises in its contract, in as few words as possible. What it holds survives any
 * crash.
 */
export class InventoryModel {
  readonly reservations = new Map<string, ModelReservation>()
  /** Seat -> the reservation that has it; absent: available. */
  readonly seats = new Map<string, { by: string; booked: boolean }>()
  readonly eventId = EVENT_ID
  readonly #clock: Clock

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Undefined when somebody has one of them. */
  reserve(want: {
    reservationId: string
    userId: string
    seats: string[]
    places?: number
    priceMinor?: number
  }) {
    if (want.seats.some((seat) => this.seats.has(seat))) return undefined
    const reservation: ModelReservation = {
      places: 0,
      priceMinor: SEAT_PRICE_MINOR,
      ...want,
      status: ReservationStatus.ACTIVE,
      bookingId: '',
      expiresAtMs: this.#clock.nowMs() + GRACE_MS,
      released: new Map(),
    }
    this.reservations.set(want.reservationId, reservation)
    for (const seat of want.seats) this.seats.set(seat, { by: want.reservationId, booked: false })
    return reservation
  }

  /** Time is up: the seats are free. Of no effect while it is being paid. */
  expire(reservationId: string, status = ReservationStatus.EXPIRED): void {
    const reservation = this.#get(reservationId)
    if (reservation.status !== ReservationStatus.ACTIVE) return
    reservation.status = status
    for (const seat of reservation.seats) this.seats.delete(seat)
  }

  /**
   * What a decline, a void at the provider and an operator may bring about: PAYING ends without its
   * booking.
   */
  loseSeats(reservationId: string, thief: string): void {
    const reservation = this.#get(reservationId)
    reservation.status = ReservationStatus.EXPIRED
    for (const seat of reservation.seats) this.seats.set(seat, { by: thief, booked: false })
  }

  swap(reservationId: string, seats: string[]): void {
    const reservation = this.#get(reservationId)
    for (const seat of reservation.seats) this.seats.delete(seat)
    reservation.seats = seats
    for (const seat of seats) this.seats.set(seat, { by: reservationId, booked: false })
  }

  client(): InventoryClient {
    return {
      getReservation: async ({ reservationId = '', userId = '' }) => {
        const reservation = this.#get(reservationId)
        if (userId && reservation.userId !== userId) throw notFound()
        return create(GetReservationResponseSchema, { reservation: this.#message(reservation) })
      },
      beginPayment: async ({ reservationId = '', bookingId = '' }) => {
        const reservation = this.#begin(this.#get(reservationId), bookingId)
        return create(BeginPaymentResponseSchema, { reservation: this.#message(reservation) })
      },
      abandonPayment: async ({ reservationId = '', bookingId = '' }) => {
        const reservation = this.#abandon(this.#get(reservationId), bookingId)
        return create(AbandonPaymentResponseSchema, { reservation: this.#message(reservation) })
      },
      confirmReservation: async ({ reservationId = '', bookingId = '' }) => {
        const reservation = this.#confirm(this.#get(reservationId), bookingId)
        return create(ConfirmReservationResponseSchema, { reservation: this.#message(reservation) })
      },
      releaseBookedSeats: async ({ reservationId = '', bookingId = '', ...release }) => {
        const { refundId = '', seats = [], areas = {} } = release
        const places = areas['Floor'] ?? 0
        this.#release(this.#get(reservationId), { bookingId, refundId, seats, places })
        return create(ReleaseBookedSeatsResponseSchema, {})
      },
    }
  }

  #begin(reservation: ModelReservation, bookingId: string): ModelReservation {
    const mine = reservation.bookingId === bookingId
    switch (reservation.status) {
      case ReservationStatus.PAYING:
        if (mine) return reservation
        throw new DomainError('conflict', 'payment_in_progress', 'another is paying')
      case ReservationStatus.CONFIRMED:
        if (mine) return reservation
        throw new DomainError('conflict', 'reservation_confirmed', 'it is booked')
      case ReservationStatus.ACTIVE:
        if (reservation.expiresAtMs <= this.#clock.nowMs()) throw expired()
        reservation.status = ReservationStatus.PAYING
        reservation.bookingId = bookingId
        return reservation
      default:
        throw expired()
    }
  }

  #abandon(reservation: ModelReservation, bookingId: string): ModelReservation {
    if (reservation.status === ReservationStatus.CONFIRMED) {
      throw new DomainError('conflict', 'reservation_confirmed', 'it is booked')
    }
    if (reservation.status !== ReservationStatus.PAYING) return reservation
    if (reservation.bookingId !== bookingId) {
      throw new DomainError('conflict', 'payment_in_progress', 'another is paying')
    }
    reservation.status = ReservationStatus.ACTIVE
    reservation.bookingId = ''
    reservation.expiresAtMs = Math.max(reservation.expiresAtMs, this.#clock.nowMs() + GRACE_MS)
    return reservation
  }

  #confirm(reservation: ModelReservation, bookingId: string): ModelReservation {
    const { status, seats, reservationId } = reservation
    if (status === ReservationStatus.CONFIRMED || status === ReservationStatus.PAYING) {
      if (reservation.bookingId !== bookingId) throw seatsLost()
    }
    if (status === ReservationStatus.CONFIRMED) return reservation
    const free = seats.every(
      (seat) => (this.seats.get(seat)?.by ?? reservationId) === reservationId,
    )
    if (!free) throw seatsLost()
    for (const seat of seats) this.seats.set(seat, { by: reservationId, booked: true })
    reservation.status = ReservationStatus.CONFIRMED
    reservation.bookingId = bookingId
    return reservation
  }

  #release(
    reservation: ModelReservation,
    { bookingId, refundId, seats, places }: ReleaseRequest,
  ): void {
    const booked = reservation.status === ReservationStatus.CONFIRMED
    if (!booked || reservation.bookingId !== bookingId) throw notBooked()
    if (reservation.released.has(refundId)) return
    const left = seatsLeft(reservation)
    const all = seats.length === 0 && places === 0
    const freed = all ? left.seats : [...seats]
    const freedPlaces = all ? left.places : places
    if (freed.some((seat) => !left.seats.includes(seat)) || freedPlaces > left.places) {
      throw notBooked()
    }
    for (const seat of freed) this.seats.delete(seat)
    reservation.released.set(refundId, { seats: freed, places: freedPlaces })
  }

  #get(reservationId: string): ModelReservation {
    const reservation = this.reservations.get(reservationId)
    if (!reservation) throw notFound()
    return reservation
  }

  #message(reservation: ModelReservation) {
    const { reservationId, userId, status, seats, places, priceMinor } = reservation
    return {
      reservationId,
      userId,
      status,
      eventId: EVENT_ID,
      bookingId: reservation.bookingId,
      currency: 'EUR',
      seats: seats.map((seatNumber) => ({ seatNumber, priceMinor: BigInt(priceMinor) })),
      areas: places
        ? [{ area: 'Floor', quantity: places, priceMinor: BigInt(PLACE_PRICE_MINOR) }]
        : [],
      totalMinor: BigInt(seats.length * priceMinor + places * PLACE_PRICE_MINOR),
      expiresAtMs: BigInt(reservation.expiresAtMs),
    }
  }
}

interface ReleaseRequest {
  readonly bookingId: string
  readonly refundId: string
  readonly seats: readonly string[]
  readonly places: number
}

/** What a CONFIRMED reservation still has. */
export function seatsLeft({ seats, places, released }: ModelReservation) {
  const back = [...released.values()]
  const gone = new Set(back.flatMap((release) => release.seats))
  return {
    seats: seats.filter((seat) => !gone.has(seat)),
    places: back.reduce((left, release) => left - release.places, places),
  }
}

function notFound(): DomainError {
  return new DomainError('not_found', 'reservation_not_found', 'no such reservation')
}

function expired(): DomainError {
  return new DomainError('expired', 'reservation_expired', 'the reservation has ended')
}

function seatsLost(): DomainError {
  return new DomainError('conflict', 'seats_lost', 'the seats are gone')
}

function notBooked(): DomainError {
  return new DomainError('conflict', 'not_booked', 'the booking does not have these')
}
