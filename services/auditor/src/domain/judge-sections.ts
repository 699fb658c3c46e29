import type { EventId } from '@usher/kernel'
import type { Suspicion } from './judge-booking.ts'

export interface SectionSeen {
  readonly section: string
  readonly isArea: boolean
  readonly available: number
  readonly reserved: number
  readonly booked: number
  readonly blocked: number
  readonly total: number
}

/** Counts are read from views, and topics lag: what is wrong for so long is wrong. */
const COUNTS_SETTLE_MS = 60_000

/**
 * Seats add up to the map (I3); an area has no more people than places, by its counts and by the
 * bookings that topics tell of (I4).
 */
export function judgeSections(
  eventId: EventId,
  sections: readonly SectionSeen[],
  bookedPlaces: Readonly<Record<string, number>>,
): readonly Suspicion[] {
  return sections.flatMap((section): Suspicion[] => {
    const { available, reserved, booked, blocked, total, isArea } = section
    const told = isArea ? (bookedPlaces[section.section] ?? 0) : 0
    const taken = Math.max(reserved + booked + blocked, told)
    const evidence = { ...section, booked_by_topics: told }
    const wrong = { eventId, subject: section.section, evidence, graceMs: COUNTS_SETTLE_MS }
    if (isArea && taken > total) return [{ ...wrong, problem: 'oversold_area' }]
    if (available + reserved + booked + blocked === total) return []
    return [{ ...wrong, problem: 'unbalanced_section' }]
  })
}
