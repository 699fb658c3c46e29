import type { Currency, EventId, VenueId } from '@usher/kernel'
import type { Insertable, Selectable } from 'kysely'
import {
  type Event,
  type EventDetails,
  type EventStatus,
  isListed,
  matchingKey,
  type NewEvent,
  type OrphanRule,
} from '../../domain/event.ts'
import type { SeatCounts, ToldSeats } from '../../domain/seat-counts.ts'
import type { TimeZone } from '../../domain/time-zone.ts'
import type { OrganizerId } from '../../domain/venue.ts'
import type { EventsTable } from './events-database.ts'

type Row = Selectable<EventsTable>

/** All but the counts and what was told of them: they are written apart. */
export function columnsOf(event: NewEvent) {
  const { venue } = event
  return {
    organizer_id: event.organizerId,
    venue_id: event.venueId,
    ...detailColumns(event.details),
    venue_name: venue.venueName,
    city: venue.city,
    country: venue.country,
    address: venue.address,
    latitude: venue.location?.latitude ?? null,
    longitude: venue.location?.longitude ?? null,
    status: event.status,
    next_transition_ms: event.nextTransitionMs,
    published_at_ms: event.publishedAtMs,
    cancelled_at_ms: event.cancelledAtMs,
    cancel_reason: event.cancelReason,
    created_at: new Date(event.createdAtMs),
    updated_at: new Date(event.updatedAtMs),
    version: event.version,
    listed: isListed(event) ? 1 : 0,
    lasting: isLasting(event) ? 1 : 0,
    city_key: indexedKey(venue.city),
    category_key: indexedKey(event.details.category),
  }
}

export function countColumns(counts: SeatCounts) {
  return {
    total_seats: counts.totalSeats,
    available_seats: counts.availableSeats,
    reserved_seats: counts.reservedSeats,
    min_price_minor: counts.prices?.minMinor ?? null,
    max_price_minor: counts.prices?.maxMinor ?? null,
  }
}

export function rowFromEvent(event: NewEvent): Insertable<EventsTable> {
  const told = {
    told_available_seats: event.told?.availableSeats ?? null,
    told_at_ms: event.told?.atMs ?? null,
  }
  return { ...columnsOf(event), ...countColumns(event.counts), ...told }
}

/** Compatibility forms can be eighteen times as long as the text: too long for an index. */
const KEY_CHARS_MAX = 128

/** The beginning of `matchingKey`: finds everything that matches, and seldom more. */
export function indexedKey(text: string): string {
  return [...matchingKey(text)].slice(0, KEY_CHARS_MAX).join('')
}

function isLasting(event: NewEvent): boolean {
  const isOver = event.status === 'PAST' || event.status === 'CANCELLED'
  return isListed(event) && event.details.endDateMs !== null && !isOver
}

function detailColumns(details: EventDetails) {
  const { saleStartTimeMs } = details
  return {
    event_name: details.eventName,
    description: details.description,
    category: details.category,
    image_url: details.imageUrl,
    event_date: new Date(details.eventDateMs),
    end_date_ms: details.endDateMs,
    time_zone: details.timeZone,
    currency: details.currency,
    sale_start_time: saleStartTimeMs === null ? null : new Date(saleStartTimeMs),
    sale_end_time_ms: details.saleEndTimeMs,
    max_seats_per_buyer: details.maxSeatsPerBuyer,
    reservation_minutes: details.reservationMinutes,
    orphan_rule: details.orphanRule,
    language: details.language,
  }
}

export function eventFromRow(row: Row): Event {
  const { latitude, longitude } = row
  return {
    eventId: row.event_id as EventId,
    organizerId: row.organizer_id as OrganizerId,
    venueId: row.venue_id as VenueId,
    venue: {
      venueName: row.venue_name,
      city: row.city,
      country: row.country,
      address: row.address,
      location: latitude === null || longitude === null ? null : { latitude, longitude },
    },
    details: detailsFromRow(row),
    counts: countsFromRow(row),
    told: toldFromRow(row),
    status: row.status as EventStatus,
    nextTransitionMs: row.next_transition_ms,
    publishedAtMs: row.published_at_ms,
    cancelledAtMs: row.cancelled_at_ms,
    cancelReason: row.cancel_reason,
    createdAtMs: row.created_at.getTime(),
    updatedAtMs: row.updated_at.getTime(),
    version: row.version,
  }
}

function countsFromRow(row: Row): SeatCounts {
  const { min_price_minor: minMinor, max_price_minor: maxMinor } = row
  return {
    totalSeats: row.total_seats,
    availableSeats: row.available_seats,
    reservedSeats: row.reserved_seats,
    prices: minMinor === null || maxMinor === null ? null : { minMinor, maxMinor },
  }
}

function toldFromRow(row: Row): ToldSeats | null {
  const { told_available_seats: availableSeats, told_at_ms: atMs } = row
  return availableSeats === null || atMs === null ? null : { availableSeats, atMs }
}

function detailsFromRow(row: Row): EventDetails {
  return {
    eventName: row.event_name,
    description: row.description,
    category: row.category,
    imageUrl: row.image_url,
    eventDateMs: row.event_date.getTime(),
    endDateMs: row.end_date_ms,
    timeZone: row.time_zone as TimeZone,
    currency: row.currency as Currency,
    saleStartTimeMs: row.sale_start_time?.getTime() ?? null,
    saleEndTimeMs: row.sale_end_time_ms,
    maxSeatsPerBuyer: row.max_seats_per_buyer,
    reservationMinutes: row.reservation_minutes,
    orphanRule: row.orphan_rule as OrphanRule,
    language: row.language,
  }
}
