import type { VenueId } from '@usher/kernel'
import { defineTable, put, type Tables } from '@usher/stores'
import type { TimeZone } from '../../domain/time-zone.ts'
import type { OrganizerId, Venue } from '../../domain/venue.ts'
import type { VenueStore } from '../../ports/venue-store.ts'
import { numbered } from './creations.ts'

interface VenueRow {
  readonly venue_id: number
  readonly organizer_id: number
  readonly venue_name: string
  readonly city: string
  readonly country: string
  readonly address: string
  readonly time_zone: string
  readonly latitude: number | null
  readonly longitude: number | null
  readonly created_at_ms: number
}

export const venuesTable = defineTable<VenueRow>({
  name: 'venues',
  columns: {
    venue_id: 'integer',
    organizer_id: 'integer',
    venue_name: 'text',
    city: 'text',
    country: 'text',
    address: 'text',
    time_zone: 'text',
    latitude: 'real',
    longitude: 'real',
    created_at_ms: 'integer',
  },
  key: ['venue_id'],
  indexes: { by_organizer: ['organizer_id'] },
})

/** Relies on get and commit without an await between being atomic. */
export function tablesVenueStore(tables: Tables): VenueStore {
  return {
    async insert(venue, operationId) {
      const { organizerId } = venue
      const { id, isNew, changes } = numbered(tables, {
        created: 'venue',
        organizerId,
        operationId,
      })
      const existing = isNew ? undefined : tables.get(venuesTable, id)
      const row = existing ?? rowFrom({ ...venue, venueId: id as VenueId })
      await tables.commit(existing ? changes : [...changes, put(venuesTable, row)])
      return venueFrom(row)
    },
    async get(venueId) {
      const row = tables.get(venuesTable, venueId)
      return row && venueFrom(row)
    },
    async list({ organizerId, after, limit }) {
      const options = { prefix: [organizerId], after: [after], limit }
      return (await tables.list(venuesTable, 'by_organizer', options)).map(venueFrom)
    },
  }
}

function rowFrom(venue: Venue): VenueRow {
  return {
    venue_id: venue.venueId,
    organizer_id: venue.organizerId,
    venue_name: venue.venueName,
    city: venue.city,
    country: venue.country,
    address: venue.address,
    time_zone: venue.timeZone,
    latitude: venue.location?.latitude ?? null,
    longitude: venue.location?.longitude ?? null,
    created_at_ms: venue.createdAtMs,
  }
}

function venueFrom(row: VenueRow): Venue {
  const { latitude, longitude } = row
  return {
    venueId: row.venue_id as VenueId,
    organizerId: row.organizer_id as OrganizerId,
    venueName: row.venue_name,
    city: row.city,
    country: row.country,
    address: row.address,
    timeZone: row.time_zone as TimeZone,
    location: latitude === null || longitude === null ? null : { latitude, longitude },
    createdAtMs: row.created_at_ms,
  }
}
