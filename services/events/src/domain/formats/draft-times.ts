import type { EventDraft } from './event-draft.ts'
import type { EventDefaults } from './imported-event.ts'
import { localTimeAt, momentOf, utcMs } from './local-time.ts'
import { isUsState, zoneOfPlace, zonesOf } from './time-zones.ts'
import { isSameDay, momentWithOffset, type When } from './when.ts'

const DAY_MS = 86_400_000
const MINUTE_MS = 60_000

export interface DraftTimes {
  readonly startMs: number
  readonly endMs: number | null
  readonly timeZone: string
}

/**
 * When an event begins and ends. Its zone is the one the file names, else that of its place, else
 * the default. Undefined when clock times have no zone at all.
 */
export function timesOf(
  draft: EventDraft,
  { country, defaults }: { country: string; defaults: EventDefaults },
): DraftTimes | undefined {
  const { start } = draft
  const zone = start.timeZone ?? zoneOf(draft, { country, defaults })
  if (zone === undefined && start.offsetMinutes === undefined) return undefined
  const timeZone = zone ?? 'UTC'
  const startMs = momentIn(start, timeZone)
  return { startMs, endMs: endOf(draft, startMs, timeZone), timeZone }
}

/** A default that is a zone of the country wins over the main zone of that country. */
function zoneOf(
  { place }: EventDraft,
  { country, defaults }: { country: string; defaults: EventDefaults },
): string | undefined {
  const { timeZone } = defaults
  const { city = defaults.city ?? '', region = '' } = place
  const ofPlace = zoneOfPlace({ country, city, region })
  if (timeZone === undefined) return ofPlace
  if (country === 'US' && isUsState(region)) return ofPlace
  const isElsewhere = place.country !== undefined && !zonesOf(country).includes(timeZone)
  return (isElsewhere ? ofPlace : undefined) ?? timeZone
}

function momentIn(when: When, timeZone: string): number {
  if (when.offsetMinutes !== undefined) return momentWithOffset(when)
  return momentOf(when.local, when.timeZone ?? timeZone)
}

/** Null when the file does not say, or says that it ends before it begins. */
function endOf(
  { start, end, durationMs }: EventDraft,
  startMs: number,
  zone: string,
): number | null {
  if (durationMs !== undefined && durationMs > 0) return startMs + durationMs
  if (end === undefined) return start.dateOnly ? endOfDay(startMs, zone) : null
  if (!start.dateOnly && isSameDay(start, end) && isDayEnd(end)) return null
  const endMs = end.dateOnly ? endOfDay(momentIn(end, zone), zone) : momentIn(end, zone)
  return endMs > startMs ? endMs : null
}

/** "Until 23:59" of a day that has a time to begin at only names the day. */
function isDayEnd({ local, dateOnly }: When): boolean {
  return dateOnly || (local.hour >= 22 && local.minute === 59)
}

/** One minute before midnight: days are not all of 24 hours. */
function endOfDay(atMs: number, timeZone: string): number {
  const today = localTimeAt(atMs, timeZone)
  const noonTomorrow = utcMs({ ...today, hour: 12, minute: 0, second: 0 }) + DAY_MS
  const tomorrow = localTimeAt(noonTomorrow, 'UTC')
  return momentOf({ ...tomorrow, hour: 0, minute: 0, second: 0 }, timeZone) - MINUTE_MS
}
