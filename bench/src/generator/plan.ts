/** What the generator is told, as a JSON file. */
export interface GeneratorPlan {
  readonly port: number
  /** Access tokens, one a buyer; buyers take turns. */
  readonly tokens: readonly string[]
  readonly events: readonly { readonly eventId: number; readonly seats: readonly string[] }[]
  readonly seatsPerBooking: number
  /** The first booking takes this many seats from the start of all seats together. */
  readonly firstSeat: number
  readonly load: Load
  /** Names this run in idempotency keys. */
  readonly run: string
}

export type Load =
  /**
   * As many as the server can take: each of `concurrency` buyers starts again as soon as it is
   * done.
   */
  | { readonly kind: 'closed'; readonly concurrency: number; readonly seconds: number }
  /** Buyers arrive at random (Poisson) at `perSecond`, whether or not the server keeps up. */
  | { readonly kind: 'open'; readonly perSecond: number; readonly seconds: number }

export interface Percentiles {
  readonly p50: number
  readonly p95: number
  readonly p99: number
  readonly max: number
}

/** What the generator answers, as JSON on standard output. */
export interface GeneratorReport {
  readonly confirmed: number
  /** Status -> answers other than the expected 201. */
  readonly refused: Readonly<Record<string, number>>
  readonly seconds: number
  /**
   * Milliseconds; under an open load from the moment the buyer was due, not from when the request
   * could be sent.
   */
  readonly reservationMs: Percentiles
  readonly bookingMs: Percentiles
  /** Of the generator's own process, microseconds a confirmed booking. */
  readonly cpuUsPerBooking: number
  /** Ids of the bookings that were answered CONFIRMED. */
  readonly bookingIds: readonly string[]
  readonly seatsUsed: number
}
