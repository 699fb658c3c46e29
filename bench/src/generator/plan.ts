/** What the generator is told, in one message. */
export type GeneratorPlan = PurchasePlan | ReadPlan | BurstPlan | ScanPlan

/** Buyers who reserve seats, each their own, and pay for them. */
export interface PurchasePlan {
  readonly kind: 'purchases'
  readonly port: number
  /** Access tokens, one a buyer; buyers take turns. */
  readonly tokens: readonly string[]
  /** Every event has the seats of `seats`. */
  readonly eventIds: readonly number[]
  readonly seats: readonly string[]
  /** Whether events are sold out one after another, or all of them at once. */
  readonly events: 'one after another' | 'at once'
  readonly seatsPerBooking: number
  /** The first buyer of this run; earlier ones had their seats in another run. */
  readonly firstBuyer: number
  readonly load: Load
  /** Names this run in idempotency keys. */
  readonly run: string
}

/** GETs, over and over. */
export interface ReadPlan {
  readonly kind: 'reads'
  readonly port: number
  /** Asked for in turn. */
  readonly paths: readonly string[]
  readonly headers: Readonly<Record<string, string>>
  /** What is answered when all is well. */
  readonly status: number
  readonly load: Load
}

/** Each request once, all of them at the same moment. */
export interface BurstPlan {
  readonly kind: 'burst'
  readonly port: number
  readonly path: string
  readonly requests: readonly { readonly token: string; readonly body: string }[]
}

/** People at the doors of one event after the other. */
export interface ScanPlan {
  readonly kind: 'scans'
  readonly port: number
  /** Access tokens, one a scanner; scanners take turns. */
  readonly tokens: readonly string[]
  /** Scanned in this order. */
  readonly tickets: readonly ScannedTicket[]
  /** What a door says when all is well. */
  readonly expected: 'admitted' | 'refused'
  /** Whether the first is scanned again after the last. */
  readonly again: boolean
  readonly load: Load
}

export interface ScannedTicket {
  readonly eventId: number
  readonly code: string
}

export type Load =
  /** As many as the server can take: each of `concurrency` clients starts again once it is done. */
  | { readonly kind: 'closed'; readonly concurrency: number; readonly seconds: number }
  /** Clients arrive at random (Poisson) at `perSecond`, whether or not the server keeps up. */
  | { readonly kind: 'open'; readonly perSecond: number; readonly seconds: number }

/**
 * Milliseconds. Under an open load they are counted from the moment the client was due, not from
 * when the request could be sent.
 */
export interface Percentiles {
  readonly p50: number
  readonly p95: number
  readonly p99: number
  readonly max: number
}

/** What every run answers. */
export interface LoadReport {
  /** Answers of the expected status. */
  readonly done: number
  /** Status -> other answers. */
  readonly refused: Readonly<Record<string, number>>
  /** From the first request to the last answer. */
  readonly seconds: number
  /** Of the generator's own process, while it made the load. */
  readonly cpuUs: number
}

export interface PurchaseReport extends LoadReport {
  readonly reservationMs: Percentiles
  readonly bookingMs: Percentiles
  /** Ids of the bookings that were answered CONFIRMED. */
  readonly bookingIds: readonly string[]
  readonly buyers: number
  /** There were fewer seats than buyers: the numbers are of a shorter run than was asked for. */
  readonly ranOut: boolean
}

export interface ReadReport extends LoadReport {
  readonly latencyMs: Percentiles
  /** Bytes of the body of the last answer. */
  readonly bodyBytes: number
}

export interface ScanReport extends LoadReport {
  readonly latencyMs: Percentiles
  /** So many tickets, from the first, were scanned. */
  readonly scanned: number
  /** There were fewer tickets than time for them: the run was shorter than was asked for. */
  readonly ranOut: boolean
}

export interface BurstReport extends LoadReport {
  readonly latencyMs: Percentiles
  /** Answer i is of request i. */
  readonly answers: readonly { readonly status: number; readonly body: string }[]
}

export type ReportOf<Plan extends GeneratorPlan> = Plan extends PurchasePlan
  ? PurchaseReport
  : Plan extends ReadPlan
    ? ReadReport
    : Plan extends ScanPlan
      ? ScanReport
      : BurstReport
