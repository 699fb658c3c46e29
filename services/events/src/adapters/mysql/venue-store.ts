import type { VenueId } from '@usher/kernel'
import { runOnMysql } from '@usher/stores/mysql/mysql-errors'
import type { Mysql } from '@usher/stores/mysql/open-mysql'
import type { Kysely, Selectable } from 'kysely'
import type { TimeZone } from '../../domain/time-zone.ts'
import type { OrganizerId, Venue } from '../../domain/venue.ts'
import type { VenueStore } from '../../ports/venue-store.ts'
import { createOnce } from './creations.ts'
import type { EventsDatabase, VenuesTable } from './events-database.ts'

export function mysqlVenueStore({ db }: Mysql<EventsDatabase>): VenueStore {
  return {
    insert: (venue, operationId) =>
      runOnMysql(() =>
        db.transaction().execute(async (trx) => {
          const { organizerId } = venue
          const creation = { created: 'venue', organizerId, operationId } as const
          const { id } = await createOnce(trx, creation, async () => {
            const inserted = trx.insertInto('venues').values(rowFrom(venue))
            return Number((await inserted.executeTakeFirstOrThrow()).insertId)
          })
          const kept = await venueOf(trx, id)
          if (kept) return kept
          throw new TypeError('a venue is gone that nobody removes')
        }),
      ),

    get: (venueId) => runOnMysql(() => venueOf(db, venueId)),

    list: ({ organizerId, after, limit }) =>
      runOnMysql(async () => {
        const rows = await db
          .selectFrom('venues')
          .selectAll()
          .where('organizer_id', '=', organizerId)
          .where('venue_id', '>', after)
          .orderBy('venue_id')
          .limit(limit)
          .execute()
        return rows.map(venueFrom)
      }),
  }
}

async function venueOf(db: Kysely<EventsDatabase>, venueId: number): Promise<Venue | undefined> {
  const query = db.selectFrom('venues').selectAll().where('venue_id', '=', venueId)
  const row = await query.executeTakeFirst()
  return row && venueFrom(row)
}

function rowFrom(venue: Omit<Venue, 'venueId'>) {
  return {
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

function venueFrom(row: Selectable<VenuesTable>): Venue {
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
