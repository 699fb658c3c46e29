import { type Booking, BookingStatus, type Reservation } from '@usher/contracts'

/** A reservation that a buyer has been told of. */
export interface ToldReservation {
  readonly reservationId: string
  readonly buyer: string
  readonly event: number
  /** As it was told last. */
  seats: readonly string[]
  places: number
  expiresAtMs: number
  /** Something was asked that may have ended or changed it, whatever the answer. */
  touched: boolean
  released: boolean
}

/** A booking that a buyer has been told is CONFIRMED. */
export interface ToldBooking {
  readonly bookingId: string
  readonly reference: string
  readonly reservationId: string
  readonly event: number
  readonly seats: readonly string[]
  readonly totalMinor: number
  /** Whether giving back was asked for: all of it, or these seats. */
  wholeAsked: boolean
  readonly seatsAsked: Set<string>
  /** What was answered to be given back. */
  wholeTold: boolean
  readonly seatsTold: Set<string>
}

/**
 * What clients were told, kept apart from everything that Usher stores: the measure of what may not
 * be lost.
 */
export class History {
  readonly reservations = new Map<string, ToldReservation>()
  readonly bookings = new Map<string, ToldBooking>()
  /** Operation -> what it was answered with. */
  readonly operations = new Map<string, string>()
  /** Seats told to be blocked and not asked to be unblocked since. */
  readonly blocked = new Set<string>()
  readonly #unblocks = new Map<string, number>()
  readonly cancelledEvents = new Set<number>()
  readonly breaches: { readonly invariant: string; readonly facts: object }[] = []

  reserved(reservation: Reservation, operationId: string): void {
    const { reservationId, userId, eventId, seats, areas, expiresAtMs } = reservation
    this.#sameAnswer(operationId, reservationId)
    const known = this.reservations.get(reservationId)
    if (known) return
    this.reservations.set(reservationId, {
      reservationId,
      buyer: userId,
      event: eventId,
      seats: seats.map(({ seatNumber }) => seatNumber),
      places: areas.reduce((sum, { quantity }) => sum + quantity, 0),
      expiresAtMs: Number(expiresAtMs),
      touched: false,
      released: false,
    })
  }

  confirmed(booking: Booking, operationId: string): void {
    const { bookingId, reservationId, eventId } = booking
    this.#sameAnswer(operationId, bookingId)
    if (this.bookings.has(bookingId)) return
    this.bookings.set(bookingId, {
      bookingId,
      reference: booking.bookingReference,
      reservationId,
      event: eventId,
      seats: booking.seats.map(({ seatNumber }) => seatNumber),
      totalMinor: Number(booking.totalMinor),
      wholeAsked: this.cancelledEvents.has(eventId),
      seatsAsked: new Set(),
      wholeTold: false,
      seatsTold: new Set(),
    })
  }

  cancelled(booking: Booking): void {
    const told = this.bookings.get(booking.bookingId)
    if (!told) return
    for (const { seatNumber, cancelled } of booking.seats) {
      if (cancelled) told.seatsTold.add(seatNumber)
    }
    if (booking.status === BookingStatus.CANCELLED) told.wholeTold = true
  }

  unblocksAsked(seat: string): number {
    return this.#unblocks.get(seat) ?? 0
  }

  unblockAsked(seat: string): void {
    this.#unblocks.set(seat, this.unblocksAsked(seat) + 1)
    this.blocked.delete(seat)
  }

  /** A seat is told to be blocked; nothing follows when an unblocking was asked for meanwhile. */
  blockedSince(seat: string, asked: number): void {
    if (this.unblocksAsked(seat) === asked) this.blocked.add(seat)
  }

  eventCancelled(eventId: number): void {
    this.cancelledEvents.add(eventId)
    for (const booking of this.bookings.values()) {
      if (booking.event === eventId) booking.wholeAsked = true
    }
  }

  #sameAnswer(operationId: string, answer: string): void {
    const first = this.operations.get(operationId)
    if (first === undefined) this.operations.set(operationId, answer)
    else if (first !== answer) {
      const facts = { operation_id: operationId, first, later: answer }
      this.breaches.push({ invariant: 'I9', facts })
    }
  }
}
