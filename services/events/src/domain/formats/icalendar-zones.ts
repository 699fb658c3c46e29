import ICAL from 'ical.js'
import type { CalendarBlock } from './icalendar-lines.ts'
import { ianaZone } from './time-zones.ts'
import { isLocalTime } from './local-time.ts'
import { localOf } from './icalendar-recurrence.ts'
import type { When } from './when.ts'

/** The time zones that a calendar describes, by the names it gives them. */
export interface CalendarZones {
  /** A time of the calendar, with its zone resolved; undefined when it is no time. */
  whenOf(time: ICAL.Time, tzid: string | undefined): When | undefined
}

/**
 * Zones by their IANA name, or the name that Windows has; a zone of no known name is counted by the
 * rules that the calendar brings along. `calendarZone` is X-WR-TIMEZONE, for times without any.
 */
export function calendarZones(
  blocks: readonly CalendarBlock[],
  calendarZone: string | undefined,
): CalendarZones {
  const described = describedZones(blocks)
  const usual = calendarZone === undefined ? undefined : ianaZone(calendarZone)
  return {
    whenOf(time, tzid) {
      const local = localOf(time)
      if (!isLocalTime(local)) return undefined
      const dateOnly = time.isDate
      if (time.zone === ICAL.Timezone.utcTimezone) {
        return { local, dateOnly, offsetMinutes: 0, ...(usual && { timeZone: usual }) }
      }
      const own = tzid === undefined ? undefined : described.get(tzid)
      const zone = tzid === undefined ? usual : (ianaZone(tzid) ?? own?.iana)
      if (zone !== undefined) return { local, dateOnly, timeZone: zone }
      if (!own) return { local, dateOnly }
      return { local, dateOnly, offsetMinutes: own.zone.utcOffset(time) / 60 }
    },
  }
}

interface DescribedZone {
  readonly zone: ICAL.Timezone
  readonly iana: string | undefined
}

function describedZones(blocks: readonly CalendarBlock[]): ReadonlyMap<string, DescribedZone> {
  const zones = new Map<string, DescribedZone>()
  for (const { kind, text } of blocks) {
    const component = kind === 'VTIMEZONE' ? parsedOrNothing(text) : undefined
    const tzid = component?.getFirstPropertyValue('tzid')
    if (!component || typeof tzid !== 'string') continue
    const location = component.getFirstPropertyValue('x-lic-location')
    const iana = typeof location === 'string' ? ianaZone(location) : undefined
    zones.set(tzid, { zone: new ICAL.Timezone({ component, tzid }), iana })
  }
  return zones
}

/** The library says what is wrong with a component by throwing errors of every kind. */
export function parsedOrNothing(text: string): ICAL.Component | undefined {
  try {
    const component = new ICAL.Component(ICAL.parse(text) as unknown[])
    // Values are read when they are first asked for: better here than anywhere.
    for (const property of component.getAllProperties()) property.getValues()
    return component
  } catch {
    return undefined
  }
}
