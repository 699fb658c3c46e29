import type { EventDraft, Reading } from './event-draft.ts'
import { type CalendarEvent, readCalendarEvent } from './icalendar-event.ts'
import { expandedEvents } from './icalendar-expansion.ts'
import { calendarBlocks } from './icalendar-lines.ts'
import { calendarZones, parsedOrNothing } from './icalendar-zones.ts'
import { importLimits } from './imported-event.ts'
import { failRead } from './problems.ts'

export interface CalendarOptions {
  /** What recurs is taken from here on; absent: from its first time on. */
  readonly fromMs?: number | undefined
  /** For times without any zone. */
  readonly timeZone?: string | undefined
}

/** Reads an iCalendar file (RFC 5545), not more strictly than it is written. */
export function readCalendar(
  text: string,
  options: CalendarOptions,
  reading: Reading,
): EventDraft[] {
  const { blocks, properties } = calendarBlocks(text, reading)
  const zones = calendarZones(blocks, properties.get('X-WR-TIMEZONE'))
  const events: CalendarEvent[] = []
  for (const { kind, line, text: block } of blocks) {
    if (kind !== 'VEVENT') continue
    const where = `line ${line}`
    const component = parsedOrNothing(block)
    const event = component && readCalendarEvent(component, { where, zones, reading })
    if (event) events.push(event)
    if (!component) reading.skipped.add(where, 'has a value that iCalendar does not allow')
  }
  if (events.length === 0 && reading.skipped.count === 0) failRead('file', 'has no VEVENT')
  const drafts = expandedEvents(events, { ...options, zones, reading })
  if (drafts.length <= importLimits.events) return drafts
  return failRead('file', `has more than ${importLimits.events} events`)
}
