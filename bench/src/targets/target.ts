/** A server that sells seats over two requests, and whose store can be asked what it sold. */
export interface Target {
  readonly name: string
  readonly port: number
  /** Access tokens, one a buyer. */
  readonly tokens: readonly string[]
  /** Every event has the seats of `seats`. */
  readonly eventIds: readonly number[]
  readonly seats: readonly string[]
  /** CPU that all its processes have used so far; NaN where that cannot be told. */
  cpuUs(): number
  /** Ends it, then reads from what it stored; undefined when it stores nothing that can be read. */
  finish(): Promise<Stored | undefined>
}

/** What is in the store after the run. */
export interface Stored {
  /** Seats that more than one booking, or more than one living reservation, has. */
  readonly oversold: number
  /**
   * Contradictions between seats, bookings and money: a seat BOOKED without its booking, a booking
   * without its seat, a booking whose captured money is not its price, money without a booking.
   */
  readonly mismatches: number
  /** Whether there is a CONFIRMED booking with this id. */
  hasBooking(bookingId: string): boolean
}
