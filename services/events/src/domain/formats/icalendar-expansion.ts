import type ICAL from 'ical.js'
import type { EventDraft, Reading } from './event-draft.ts'
import type { CalendarEvent } from './icalendar-event.ts'
import { occurrences, refusalOf } from './icalendar-recurrence.ts'
import type { CalendarZones } from './icalendar-zones.ts'
import { importLimits } from './imported-event.ts'
import { momentOf } from './local-time.ts'
import { momentWithOffset, type When, whenText } from './when.ts'

interface Expansion {
  readonly zones: CalendarZones
  readonly reading: Reading
  readonly fromMs?: number | undefined
  readonly timeZone?: string | undefined
}

/**
 * Every event of a calendar, what recurs once for each time: the next hundred. The times that a
 * RECURRENCE-ID describes are as it says; those of EXDATE are left out.
 */
export function expandedEvents(
  events: readonly CalendarEvent[],
  expansion: Expansion,
): EventDraft[] {
  const overrides = new Map<string, CalendarEvent>()
  for (const event of events) {
    if (event.recurrenceId) overrides.set(overrideKey(event, event.recurrenceId, expansion), event)
  }
  const drafts: EventDraft[] = []
  for (const event of events) {
    if (event.recurrenceId) continue
    const recurs = event.rules.length > 0 || event.added.length > 0
    if (recurs) drafts.push(...expanded(event, overrides, expansion))
    else drafts.push(event.draft)
  }
  // What is left over describes times of an event that the file does not have, or not any more.
  for (const { draft, recurrenceId } of overrides.values()) {
    drafts.push({
      ...draft,
      id: draft.id && recurrenceId && `${draft.id}/${whenText(recurrenceId)}`,
    })
  }
  return drafts
}

function expanded(
  event: CalendarEvent,
  overrides: Map<string, CalendarEvent>,
  expansion: Expansion,
): EventDraft[] {
  const { draft, uid } = event
  const excluded = new Set(event.excluded.map((when) => momentText(when, expansion)))
  const durationMs = draft.durationMs ?? lengthMs(draft, expansion)
  const found = new Map<string, EventDraft>()
  for (const when of timesOf(event, expansion)) {
    const key = momentText(when, expansion)
    if (excluded.has(key) || excluded.has(whenText({ ...when, dateOnly: true })) || found.has(key))
      continue
    if (found.size === importLimits.occurrences) {
      const reason = `recurs more often: ${importLimits.occurrences} times of it are taken`
      expansion.reading.notes.add(draft.where, reason)
      break
    }
    const id = uid === '' ? '' : `${uid}/${whenText(when)}`
    const override = overrides.get(overrideKey(event, when, expansion))
    if (override) overrides.delete(overrideKey(event, when, expansion))
    const own = { ...draft, start: when, end: undefined, durationMs }
    found.set(key, { ...(override?.draft ?? own), id })
  }
  return [...found.values()]
}

/** The times of an event from `fromMs` on; skipped, with the reason, when its rule is no rule. */
function timesOf(event: CalendarEvent, { zones, reading, fromMs, timeZone }: Expansion): When[] {
  const { draft, rules, start, tzid, added } = event
  const [rule] = rules
  const refusal = rule && refusalOf({ rule, start })
  if (refusal !== undefined) {
    reading.skipped.add(draft.where, refusal)
    return []
  }
  if (rules.length > 1) reading.notes.add(draft.where, 'has several RRULEs; the first is followed')
  const times = rule ? guarded(() => takeTimes()) : [start]
  if (!times) reading.skipped.add(draft.where, 'has an RRULE that cannot be followed')
  return [...(times ?? []), ...added].flatMap((time) => zones.whenOf(time, tzid) ?? [])

  function takeTimes(): ICAL.Time[] {
    const taken: ICAL.Time[] = []
    for (const time of rule ? occurrences({ rule, start }) : []) {
      const when = zones.whenOf(time, tzid)
      const isOver = when && fromMs !== undefined && momentMs(when, timeZone) < fromMs
      if (!isOver) taken.push(time)
      // Some of those that are taken may be excluded.
      if (taken.length > importLimits.occurrences + event.excluded.length) break
    }
    return taken
  }
}

/** The library refuses rules by throwing errors of every kind. */
function guarded<Value>(read: () => Value): Value | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}

function lengthMs({ start, end }: EventDraft, { timeZone }: Expansion): number | undefined {
  return end && momentMs(end, timeZone) - momentMs(start, timeZone)
}

/** The moment, with UTC for what has no zone at all: good enough to compare times of one event. */
function momentMs(when: When, timeZone: string | undefined): number {
  if (when.offsetMinutes !== undefined) return momentWithOffset(when)
  return momentOf(when.local, when.timeZone ?? timeZone ?? 'UTC')
}

/** A date alone stands for the day, a time for its moment: EXDATE is often in UTC. */
function momentText(when: When, { timeZone }: Expansion): string {
  return when.dateOnly ? whenText(when) : String(momentMs(when, timeZone))
}

function overrideKey({ uid }: CalendarEvent, when: When, expansion: Expansion): string {
  return `${uid}\n${momentText(when, expansion)}`
}
