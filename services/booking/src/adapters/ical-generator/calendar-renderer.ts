import ical, { type ICalCalendar, ICalCalendarMethod, ICalEventStatus } from 'ical-generator'
import { ticketWords } from '../../domain/ticket-words.ts'
import type { CalendarEntry, CalendarRenderer } from '../../ports/calendar-renderer.ts'

/**
 * Times are written in UTC: an event happens at one moment, which no calendar can get wrong, while
 * a local time would need the rules of its zone in the file (RFC 5545, 3.6.5).
 */
export function icalCalendarRenderer(): CalendarRenderer {
  return { render: (entry) => new TextEncoder().encode(calendarOf(entry).toString()) }
}

function calendarOf({ event, cancelled, ...entry }: CalendarEntry): ICalCalendar {
  const { PUBLISH, CANCEL } = ICalCalendarMethod
  const calendar = ical({
    prodId: { company: 'Usher', product: 'Tickets', language: entry.language.toUpperCase() },
    method: cancelled ? CANCEL : PUBLISH,
  })
  calendar.createEvent({
    id: entry.uid,
    sequence: entry.sequence,
    stamp: new Date(entry.nowMs),
    start: new Date(event.startsAtMs),
    end: new Date(entry.endsAtMs),
    summary: event.name,
    description: descriptionOf(entry),
    location: locationOf(event),
    status: cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
  })
  return calendar
}

function descriptionOf({
  language,
  bookingReference,
  places,
}: Pick<CalendarEntry, 'language' | 'bookingReference' | 'places'>): string {
  const words = ticketWords[language]
  return [`${words.booking}: ${bookingReference}`, ...places].join('\n')
}

function locationOf({ venueName, address, city, location }: CalendarEntry['event']) {
  const where = address.includes(city) ? address : [address, city].filter(Boolean).join(', ')
  const geo = location && { lat: location.latitude, lon: location.longitude }
  return { title: venueName || where, address: where, ...(geo && { geo }) }
}
