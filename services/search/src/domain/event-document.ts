/** The public states of an event; a draft is never indexed. */
export const indexedStatuses = ['UPCOMING', 'ON_SALE', 'SOLD_OUT', 'CANCELLED', 'PAST'] as const
export type IndexedStatus = (typeof indexedStatuses)[number]

/** What is shown unless somebody asks for more. */
export const currentStatuses: readonly IndexedStatus[] = ['UPCOMING', 'ON_SALE', 'SOLD_OUT']

/** What the index knows of one event. */
export interface EventDocument {
  readonly name: string
  readonly description: string
  readonly venueName: string
  readonly city: string
  readonly country: string
  readonly category: string
  readonly status: IndexedStatus
  readonly dateMs: number
  /** Null when nobody has said. */
  readonly endMs: number | null
  /** `2026-11`, in the event's time zone. */
  readonly month: string
  readonly currency: string
  readonly minPriceMinor: number | null
  readonly maxPriceMinor: number | null
  readonly availableSeats: number
  readonly location: GeoPoint | null
  /** The whole event as it is answered; the index does not look inside. */
  readonly body: Uint8Array
}

export interface GeoPoint {
  readonly latitude: number
  readonly longitude: number
}

/**
 * One event as it is from a version on. `document` is null when it shall not be found: a draft. Of
 * two changes of an event the one with the larger or equal version stays, in whatever order they
 * come.
 */
export interface DocumentChange {
  readonly eventId: number
  /** At most 63 bits. */
  readonly version: bigint
  readonly document: EventDocument | null
}

const TIME_BITS = 42n
/** Twenty-one bits are left: an event is changed less than two million times. */
const EVENT_VERSION_MAX = 2_097_151

/**
 * Puts what was said of an event in order: by its version, which advances with details and status,
 * then by when it was said, because seats and prices move without a version. A message delivered
 * again is equal to itself.
 */
export function documentVersion(said: { version: number; saidAtMs: number }): bigint {
  const version = BigInt(Math.min(said.version, EVENT_VERSION_MAX))
  return (version << TIME_BITS) | BigInt.asUintN(Number(TIME_BITS), BigInt(said.saidAtMs))
}
