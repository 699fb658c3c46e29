import type * as proto from '@usher/contracts'
import { EventStatus } from '@usher/contracts'
import { amount, instant, instantOrNull, namesOf } from './values.ts'

const eventStatusName = namesOf(EventStatus)

export function organizer(message: proto.Organizer) {
  return {
    organizer_id: message.organizerId,
    name: message.name,
    owner_user_id: message.ownerUserId,
    created_at: instant(message.createdAtMs),
  }
}

export function venue(message: proto.Venue) {
  return {
    venue_id: message.venueId,
    organizer_id: message.organizerId,
    venue_name: message.venueName,
    city: message.city,
    country: message.country,
    address: message.address,
    time_zone: message.timeZone,
    location: place(message.location),
    created_at: instant(message.createdAtMs),
  }
}

export function event(message: proto.Event) {
  return {
    event_id: message.eventId,
    organizer_id: message.organizerId,
    venue_id: message.venueId,
    venue_name: message.venueName,
    city: message.city,
    country: message.country,
    location: place(message.location),
    ...details(message.details),
    status: eventStatusName(message.status),
    total_seats: message.totalSeats,
    available_seats: message.availableSeats,
    min_price: priceOrNull(message.minPriceMinor, message.details?.currency),
    max_price: priceOrNull(message.maxPriceMinor, message.details?.currency),
    version: message.version,
    created_at: instant(message.createdAtMs),
    updated_at: instant(message.updatedAtMs),
  }
}

function details(message: proto.EventDetails | undefined) {
  return {
    event_name: message?.eventName ?? '',
    description: message?.description ?? '',
    category: message?.category ?? '',
    image_url: message?.imageUrl ?? '',
    event_date: instant(message?.eventDateMs ?? 0n),
    end_date: instantOrNull(message?.endDateMs ?? 0n),
    time_zone: message?.timeZone ?? '',
    currency: message?.currency ?? '',
    language: message?.language ?? '',
    sale_start_time: instantOrNull(message?.saleStartTimeMs ?? 0n),
    sale_end_time: instantOrNull(message?.saleEndTimeMs ?? 0n),
    max_seats_per_buyer: message?.maxSeatsPerBuyer ?? 0,
    reservation_minutes: message?.reservationMinutes ?? 0,
    orphan_rule: message?.orphanRule ?? '',
  }
}

function priceOrNull(minor: bigint | undefined, currency = ''): string | null {
  return minor === undefined ? null : amount(minor, currency)
}

function place(point: proto.GeoPoint | undefined) {
  return point ? { latitude: point.latitude, longitude: point.longitude } : null
}
