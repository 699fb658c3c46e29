import ICAL from 'ical.js'
import { type EventDraft, geoPoint, type Reading } from './event-draft.ts'
import type { CalendarZones } from './icalendar-zones.ts'
import type { When } from './when.ts'

/** A VEVENT: its event, and when it happens again. */
export interface CalendarEvent {
  readonly draft: EventDraft
  readonly uid: string
  readonly start: ICAL.Time
  readonly tzid: string | undefined
  readonly rules: readonly ICAL.Recur[]
  /** RDATE and EXDATE. */
  readonly added: readonly ICAL.Time[]
  readonly excluded: readonly When[]
  /** Set: this says what one time of a recurring event is like. */
  readonly recurrenceId: When | undefined
}

interface EventContext {
  readonly where: string
  readonly zones: CalendarZones
  readonly reading: Reading
}

/** One VEVENT; undefined, with the reason in `skipped`, when it has no start. */
export function readCalendarEvent(
  component: ICAL.Component,
  { where, zones, reading }: EventContext,
): CalendarEvent | undefined {
  const property = component.getFirstProperty('dtstart')
  const start = property?.getFirstValue()
  const tzid = property ? tzidOf(property) : undefined
  const when = start instanceof ICAL.Time ? zones.whenOf(start, tzid) : undefined
  if (!(start instanceof ICAL.Time) || !when) {
    reading.skipped.add(where, 'has no DTSTART, or one that is no date')
    return undefined
  }
  const whensOf = (name: string) =>
    timesIn(component, name).flatMap((it) => zones.whenOf(it.time, it.tzid) ?? [])
  const rules = component.getAllProperties('rrule').map((each) => each.getFirstValue())
  const draft = draftOf(component, { where, start: when, zones })
  return {
    draft,
    uid: textOf(component, 'uid'),
    start,
    tzid,
    rules: rules.filter((rule) => rule instanceof ICAL.Recur),
    added: timesIn(component, 'rdate').map(({ time }) => time),
    excluded: whensOf('exdate'),
    recurrenceId: whensOf('recurrence-id')[0],
  }
}

function draftOf(
  component: ICAL.Component,
  { where, start, zones }: { where: string; start: When; zones: CalendarZones },
): EventDraft {
  const [end] = timesIn(component, 'dtend')
  const duration = component.getFirstPropertyValue('duration')
  return {
    where,
    id: textOf(component, 'uid'),
    name: textOf(component, 'summary'),
    description: textOf(component, 'description'),
    category: component.getFirstProperty('categories')?.getValues().map(String)[0] ?? '',
    start,
    // Days end before DTEND: its midnight is the end.
    end: end && dayless(zones.whenOf(end.time, end.tzid)),
    durationMs: duration instanceof ICAL.Duration ? duration.toSeconds() * 1000 : undefined,
    imageUrl: imageOf(component),
    isCancelled: /^cancelled$/i.test(textOf(component, 'status')),
    place: placeOf(component),
  }
}

function dayless(when: When | undefined): When | undefined {
  return when && { ...when, dateOnly: false }
}

interface FoundTime {
  readonly time: ICAL.Time
  readonly tzid: string | undefined
}

function timesIn(component: ICAL.Component, name: string): FoundTime[] {
  return component.getAllProperties(name).flatMap((property) => {
    const tzid = tzidOf(property)
    return property.getValues().flatMap((value: unknown) => {
      const time = value instanceof ICAL.Period ? value.start : value
      return time instanceof ICAL.Time ? [{ time, tzid }] : []
    })
  })
}

function tzidOf(property: ICAL.Property): string | undefined {
  const tzid: unknown = property.getParameter('tzid')
  return typeof tzid === 'string' ? tzid : undefined
}

function textOf(component: ICAL.Component, name: string): string {
  const value: unknown = component.getFirstPropertyValue(name)
  return typeof value === 'string' ? value : ''
}

/** `Teatro Real, Plaza de Isabel II, Madrid`: people write the name first. */
function placeOf(component: ICAL.Component): EventDraft['place'] {
  const [name = '', ...rest] = textOf(component, 'location').split(/\n+|,\s+/)
  const geo: unknown = component.getFirstPropertyValue('geo')
  const [latitude, longitude] = Array.isArray(geo) ? geo.map(Number) : []
  const point = latitude !== undefined && longitude !== undefined && geoPoint(latitude, longitude)
  return { name, address: rest.filter(Boolean).join(', '), location: point || undefined }
}

/** IMAGE of RFC 7986, else what is attached as an image. */
function imageOf(component: ICAL.Component): string {
  const attached = component
    .getAllProperties('attach')
    .find((property) => String(property.getParameter('fmttype') ?? '').startsWith('image/'))
  const value: unknown = attached?.getFirstValue() ?? component.getFirstPropertyValue('image')
  return typeof value === 'string' ? value : ''
}
