import type { Currency, EventId, VenueId } from '@usher/kernel'
import { defineTable } from '@usher/stores'
import {
  type Event,
  type EventDetails,
  type EventStatus,
  isListed,
  matchingKey,
  type OrphanRule,
} from '../../domain/event.ts'
import type { SeatCounts, ToldSeats } from '../../domain/seat-counts.ts'
import type { TimeZone } from '../../domain/time-zone.ts'
import type { OrganizerId } from '../../domain/venue.ts'

/** The seed's `events` table, and what it lacked. */
export interface EventRow {
  readonly event_id: number
  readonly organizer_id: number
  readonly venue_id: number
  readonly event_name: string
  readonly description: string
  readonly category: string
  readonly image_url: string
  readonly event_date_ms: number
  readonly time_zone: string
  readonly currency: string
  readonly sale_start_time_ms: number | null
  readonly sale_end_time_ms: number | null
  readonly max_seats_per_buyer: number
  readonly reservation_minutes: number
  readonly orphan_rule: string
  readonly language: string
  readonly venue_name: string
  readonly city: string
  readonly country: string
  readonly latitude: number | null
  readonly longitude: number | null
  readonly total_seats: number
  readonly available_seats: number
  readonly reserved_seats: number
  readonly status: string
  readonly next_transition_ms: number
  readonly published_at_ms: number | null
  readonly cancelled_at_ms: number | null
  readonly cancel_reason: string
  readonly created_at_ms: number
  readonly updated_at_ms: number
  readonly version: number
  /** 1 when everybody may see the event: the first column of public lists. */
  readonly listed: number
  readonly city_key: string
  readonly category_key: string
  // New columns go to the end. Rows from before them have null there, in memory nothing at all.
  readonly end_date_ms?: number | null
  readonly address?: string | null
  readonly min_price_minor?: number | null
  readonly max_price_minor?: number | null
  readonly told_available_seats?: number | null
  readonly told_at_ms?: number | null
  /** 1 when everybody may see the event and it has an end that, as last written, is ahead. */
  readonly lasting?: number | null
}

export const eventsTable = defineTable<EventRow>({
  name: 'events',
  columns: {
    event_id: 'integer',
    organizer_id: 'integer',
    venue_id: 'integer',
    event_name: 'text',
    description: 'text',
    category: 'text',
    image_url: 'text',
    event_date_ms: 'integer',
    time_zone: 'text',
    currency: 'text',
    sale_start_time_ms: 'integer',
    sale_end_time_ms: 'integer',
    max_seats_per_buyer: 'integer',
    reservation_minutes: 'integer',
    orphan_rule: 'text',
    language: 'text',
    venue_name: 'text',
    city: 'text',
    country: 'text',
    latitude: 'real',
    longitude: 'real',
    total_seats: 'integer',
    available_seats: 'integer',
    reserved_seats: 'integer',
    status: 'text',
    next_transition_ms: 'integer',
    published_at_ms: 'integer',
    cancelled_at_ms: 'integer',
    cancel_reason: 'text',
    created_at_ms: 'integer',
    updated_at_ms: 'integer',
    version: 'integer',
    listed: 'integer',
    city_key: 'text',
    category_key: 'text',
    end_date_ms: 'integer',
    address: 'text',
    min_price_minor: 'integer',
    max_price_minor: 'integer',
    told_available_seats: 'integer',
    told_at_ms: 'integer',
    lasting: 'integer',
  },
  key: ['event_id'],
  indexes: {
    by_date: ['listed', 'event_date_ms'],
    by_city: ['listed', 'city_key', 'event_date_ms'],
    by_category: ['listed', 'category_key', 'event_date_ms'],
    by_organizer: ['organizer_id', 'event_date_ms'],
    by_status: ['status'],
    by_transition: ['next_transition_ms'],
    by_lasting: ['lasting', 'event_date_ms'],
  },
})

export function rowFromEvent(event: Event): EventRow {
  const { details, venue } = event
  return {
    event_id: event.eventId,
    organizer_id: event.organizerId,
    venue_id: event.venueId,
    ...detailColumns(details),
    venue_name: venue.venueName,
    city: venue.city,
    country: venue.country,
    address: venue.address,
    latitude: venue.location?.latitude ?? null,
    longitude: venue.location?.longitude ?? null,
    ...countColumns(event),
    status: event.status,
    next_transition_ms: event.nextTransitionMs,
    published_at_ms: event.publishedAtMs,
    cancelled_at_ms: event.cancelledAtMs,
    cancel_reason: event.cancelReason,
    created_at_ms: event.createdAtMs,
    updated_at_ms: event.updatedAtMs,
    version: event.version,
    listed: isListed(event) ? 1 : 0,
    city_key: matchingKey(venue.city),
    category_key: matchingKey(details.category),
    lasting: isLasting(event) ? 1 : 0,
  }
}

function isLasting(event: Event): boolean {
  const isOver = event.status === 'PAST' || event.status === 'CANCELLED'
  return isListed(event) && event.details.endDateMs !== null && !isOver
}

function countColumns({ counts, told }: Event) {
  return {
    total_seats: counts.totalSeats,
    available_seats: counts.availableSeats,
    reserved_seats: counts.reservedSeats,
    min_price_minor: counts.prices?.minMinor ?? null,
    max_price_minor: counts.prices?.maxMinor ?? null,
    told_available_seats: told?.availableSeats ?? null,
    told_at_ms: told?.atMs ?? null,
  }
}

function detailColumns(details: EventDetails) {
  return {
    event_name: details.eventName,
    description: details.description,
    category: details.category,
    image_url: details.imageUrl,
    event_date_ms: details.eventDateMs,
    end_date_ms: details.endDateMs,
    time_zone: details.timeZone,
    currency: details.currency,
    sale_start_time_ms: details.saleStartTimeMs,
    sale_end_time_ms: details.saleEndTimeMs,
    max_seats_per_buyer: details.maxSeatsPerBuyer,
    reservation_minutes: details.reservationMinutes,
    orphan_rule: details.orphanRule,
    language: details.language,
  }
}

/** `address` is the venue's: rows that were written before events kept it have none. */
export function eventFromRow(row: EventRow, address: string): Event {
  const { latitude, longitude } = row
  return {
    eventId: row.event_id as EventId,
    organizerId: row.organizer_id as OrganizerId,
    venueId: row.venue_id as VenueId,
    venue: {
      venueName: row.venue_name,
      city: row.city,
      country: row.country,
      address,
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
    createdAtMs: row.created_at_ms,
    updatedAtMs: row.updated_at_ms,
    version: row.version,
  }
}

function countsFromRow(row: EventRow): SeatCounts {
  const { min_price_minor: minMinor = null, max_price_minor: maxMinor = null } = row
  return {
    totalSeats: row.total_seats,
    availableSeats: row.available_seats,
    reservedSeats: row.reserved_seats,
    prices: minMinor === null || maxMinor === null ? null : { minMinor, maxMinor },
  }
}

function toldFromRow(row: EventRow): ToldSeats | null {
  const { told_available_seats: availableSeats = null, told_at_ms: atMs = null } = row
  return availableSeats === null || atMs === null ? null : { availableSeats, atMs }
}

function detailsFromRow(row: EventRow): EventDetails {
  return {
    eventName: row.event_name,
    description: row.description,
    category: row.category,
    imageUrl: row.image_url,
    eventDateMs: row.event_date_ms,
    endDateMs: row.end_date_ms ?? null,
    timeZone: row.time_zone as TimeZone,
    currency: row.currency as Currency,
    saleStartTimeMs: row.sale_start_time_ms,
    saleEndTimeMs: row.sale_end_time_ms,
    maxSeatsPerBuyer: row.max_seats_per_buyer,
    reservationMinutes: row.reservation_minutes,
    orphanRule: row.orphan_rule as OrphanRule,
    language: row.language,
  }
}
