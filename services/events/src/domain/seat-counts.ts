/** What is known of the seats, seconds old at most; inventory knows better. */
export interface SeatCounts {
  readonly totalSeats: number
  readonly availableSeats: number
  /** Neither available nor sold: they may come back. */
  readonly reservedSeats: number
  /** Null without a seat map. */
  readonly prices: PriceRange | null
}

/** Of the cheapest and the dearest seat or place, in minor units. */
export interface PriceRange {
  readonly minMinor: number
  readonly maxMinor: number
}

/** What consumers of event.updated were told on account of the counts, and when. */
export interface ToldSeats {
  readonly availableSeats: number
  readonly atMs: number
}

export const noSeats: SeatCounts = {
  totalSeats: 0,
  availableSeats: 0,
  reservedSeats: 0,
  prices: null,
}

export function sameCounts(a: SeatCounts, b: SeatCounts): boolean {
  return (
    a.totalSeats === b.totalSeats &&
    a.availableSeats === b.availableSeats &&
    a.reservedSeats === b.reservedSeats &&
    samePrices(a.prices, b.prices)
  )
}

/** Fewer seats than this share are no news: a whole sale is told in twenty messages. */
const NEWS_SHARE = 0.05
const NEWS_EVERY_MS = 60_000

/**
 * True when others should learn of the counts: the prices have changed, the last seat has gone or
 * the first has come back; or, once a minute at most, many seats have moved since they were told.
 * `told` is null when they never were: then all seats are taken to have been available.
 */
export function isNews(
  counts: SeatCounts,
  { before, told, nowMs }: { before: SeatCounts; told: ToldSeats | null; nowMs: number },
): boolean {
  if (!samePrices(before.prices, counts.prices)) return true
  if ((before.availableSeats === 0) !== (counts.availableSeats === 0)) return true
  const moved = Math.abs(counts.availableSeats - (told?.availableSeats ?? counts.totalSeats))
  // The clock may have stepped back behind the last time.
  const waited = told === null || Math.abs(nowMs - told.atMs) >= NEWS_EVERY_MS
  return waited && moved > NEWS_SHARE * counts.totalSeats
}

function samePrices(a: PriceRange | null, b: PriceRange | null): boolean {
  return a?.minMinor === b?.minMinor && a?.maxMinor === b?.maxMinor
}
