import type { EventId } from '@usher/kernel'

/** What is counted, in one minute of one section and currency, and in sums over them. */
export const counters = [
  'reserved',
  'released',
  'booked',
  'cancelled',
  'expiredReservations',
  'expiredPlaces',
  'bookings',
  'cancellations',
  'capturedMinor',
  'refundedMinor',
] as const

export type Counter = (typeof counters)[number]
export type Figures = Readonly<Record<Counter, number>>

/**
 * Where something is counted: the section of a seat or an area, without currency; or, with section
 * empty, the event as a whole, with the currency of its money.
 */
export interface Place {
  readonly section: string
  readonly currency: string
}

export interface Count extends Place {
  readonly figures: Partial<Figures>
}

/** What one message adds to the figures of an event. */
export interface Telling {
  readonly consumer: string
  /** The same for every delivery. */
  readonly messageId: string
  readonly eventId: EventId
  /** When it happened. */
  readonly atMs: number
  readonly counts: readonly Count[]
}

export interface PlaceFigures extends Place {
  readonly figures: Figures
}

export interface MinuteFigures extends PlaceFigures {
  readonly minuteMs: number
}

/** What is known of an event besides its sales. */
export interface EventFacts {
  readonly eventId: EventId
  readonly version: number
  readonly eventName: string
  readonly totalSeats: number
}

const MINUTE_MS = 60_000

export function minuteOf(atMs: number): number {
  return Math.floor(atMs / MINUTE_MS) * MINUTE_MS
}

export const noFigures = Object.fromEntries(counters.map((name) => [name, 0])) as Figures

export function sumOf(all: readonly Partial<Figures>[]): Figures {
  const sums: Record<Counter, number> = { ...noFigures }
  for (const figures of all) for (const name of counters) sums[name] += figures[name] ?? 0
  return sums
}

/** The figures of each value of `key`, in the order in which the keys came first. */
export function sumsBy<Item extends { readonly figures: Partial<Figures> }, Key>(
  items: readonly Item[],
  key: (item: Item) => Key,
): ReadonlyMap<Key, Figures> {
  const groups = Map.groupBy(items, key)
  return new Map([...groups].map(([name, each]) => [name, sumOf(each.map((one) => one.figures))]))
}
