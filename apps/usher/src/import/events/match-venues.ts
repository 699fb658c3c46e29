import type { ImportedEvent, ImportedVenue } from '@usher/events/event-files'
import { atOnce } from './at-once.ts'
import { externalIdOf } from './external-id.ts'
import type { EventTarget } from './event-target.ts'

export interface MatchedVenues {
  readonly new: number
  readonly known: number
  idOf(venue: ImportedVenue): number
}

/**
 * The organizer's venues for these events: those of the same name in the same city, whatever the
 * case and the accents, and new ones for the others.
 */
export async function matchVenues(
  target: EventTarget,
  events: readonly ImportedEvent[],
): Promise<MatchedVenues> {
  const ids = new Map<string, number>()
  for (const venue of await target.venues()) {
    const key = venueKey(venue)
    if (!ids.has(key)) ids.set(key, venue.venueId)
  }
  const wanted = new Map(events.map(({ venue }) => [venueKey(venue), venue]))
  const missing = [...wanted].filter(([key]) => !ids.has(key))
  await atOnce(missing, target.inFlightMax, async ([key, venue]) => {
    const made = await target.createVenue(venue, externalIdOf(`venue:${key}`))
    ids.set(key, made.venueId)
  })
  return {
    new: missing.length,
    known: wanted.size - missing.length,
    idOf: (venue) => ids.get(venueKey(venue)) ?? 0,
  }
}

export function venueKey({ name, city }: { name: string; city: string }): string {
  return `${folded(name)}|${folded(city)}`
}

export function folded(text: string): string {
  const bare = text.normalize('NFKD').replaceAll(/\p{M}/gu, '')
  return bare.replaceAll(/\s+/g, ' ').trim().toLowerCase()
}
