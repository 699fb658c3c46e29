/**
 * A server that sells seats over the same two requests, and can be asked afterwards what it sold.
 */
export interface Target {
  readonly name: string
  readonly port: number
  readonly tokens: readonly string[]
  readonly events: readonly { readonly eventId: number; readonly seats: readonly string[] }[]
  /** CPU that all its processes have used so far, in microseconds. */
  cpuUs(): number
  /** Ends it, then reads from what it stored. */
  finish(): Promise<Stored>
}

/** What is in the store after the run. */
export interface Stored {
  /** Seats that belong to more than one booking. */
  readonly oversold: number
  readonly hasBooking: (bookingId: string) => boolean
}
