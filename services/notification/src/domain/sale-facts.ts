/** Seats (one each) or places of an area, as a mail lists them. */
export interface Place {
  readonly seatNumber: string
  /** The section, or the area. */
  readonly section: string
  readonly rowNumber: string
  readonly quantity: number
  /** Of one. */
  readonly priceMinor: number
}

export interface User {
  readonly address: string
  readonly name: string
  /** BCP 47; may be empty. */
  readonly language: string
}

export interface Event {
  readonly name: string
  readonly venue: string
  /** Street and city, as far as they are known. */
  readonly address: string
  /** Undefined when nobody has said. */
  readonly startsAtMs: number | undefined
  readonly timeZone: string
  readonly language: string
}

export interface Reservation {
  readonly reservationId: string
  readonly userId: string
  readonly eventId: number
  /** False once it is being paid, has been paid or has ended. */
  readonly active: boolean
  readonly places: readonly Place[]
  readonly totalMinor: number
  readonly currency: string
  readonly createdAtMs: number
  readonly expiresAtMs: number
}

export interface Booking {
  readonly bookingId: string
  readonly bookingReference: string
  readonly userId: string
  readonly eventId: number
  readonly confirmed: boolean
  /** Everything that was booked, cancelled or not. */
  readonly booked: readonly Place[]
  /** What has not been cancelled. */
  readonly places: readonly Place[]
  readonly totalMinor: number
  readonly refundedMinor: number
  readonly currency: string
}
