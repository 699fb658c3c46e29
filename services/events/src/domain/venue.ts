import type { Branded, UserId, VenueId } from '@usher/kernel'
import { countryField, numberField, textField, timeZoneField } from './fields.ts'
import type { TimeZone } from './time-zone.ts'

export type OrganizerId = Branded<number, 'OrganizerId'>

/** Somebody who sells seats; a user is at most one. */
export interface Organizer {
  readonly organizerId: OrganizerId
  readonly ownerUserId: UserId
  readonly name: string
  readonly createdAtMs: number
}

export interface GeoPoint {
  readonly latitude: number
  readonly longitude: number
}

/** A place where events are held; it belongs to the organizer who entered it. */
export interface Venue {
  readonly venueId: VenueId
  readonly organizerId: OrganizerId
  readonly venueName: string
  readonly city: string
  /** ISO 3166-1 alpha-2. */
  readonly country: string
  readonly address: string
  readonly timeZone: TimeZone
  readonly location: GeoPoint | null
  readonly createdAtMs: number
}

/** What an organizer says of a venue, as it came in. */
export interface VenueInput {
  readonly venueName: string
  readonly city: string
  readonly country: string
  readonly address: string
  readonly timeZone: string
  readonly location: GeoPoint | null
}

export const ORGANIZER_NAME_CHARS_MAX = 255
const VENUE_NAME_CHARS_MAX = 255
const CITY_CHARS_MAX = 128
const ADDRESS_CHARS_MAX = 512

/** The venue this input describes. Throws invalid / invalid_field. */
export function newVenue(
  input: VenueInput,
  { organizerId, nowMs }: { organizerId: OrganizerId; nowMs: number },
): Omit<Venue, 'venueId'> {
  return {
    organizerId,
    venueName: textField('venue_name', input.venueName, { min: 1, max: VENUE_NAME_CHARS_MAX }),
    city: textField('city', input.city, { min: 1, max: CITY_CHARS_MAX }),
    country: countryField('country', input.country),
    address: textField('address', input.address, { max: ADDRESS_CHARS_MAX }),
    timeZone: timeZoneField('time_zone', input.timeZone),
    location: input.location && geoPoint(input.location),
    createdAtMs: nowMs,
  }
}

function geoPoint({ latitude, longitude }: GeoPoint): GeoPoint {
  return {
    latitude: numberField('location.latitude', latitude, { min: -90, max: 90 }),
    longitude: numberField('location.longitude', longitude, { min: -180, max: 180 }),
  }
}
