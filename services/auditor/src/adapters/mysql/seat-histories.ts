import { isDuplicate, runOnMysql } from '@usher/stores/mysql/mysql-errors'
import type { Mysql } from '@usher/stores/mysql/open-mysql'
import { type Kysely, sql } from 'kysely'
import { seatFollowedElsewhere } from '../../domain/errors.ts'
import type { SeatSeen, SeatStep } from '../../domain/seat-history.ts'
import { seatName, seatNamed } from '../../domain/seat-name.ts'
import type { AuditState, PlacesCounted } from '../../ports/audit-state.ts'
import { askedTogether } from '../asked-together.ts'
import type { AuditorDatabase } from './auditor-database.ts'

type SeatHistories = Pick<
  AuditState,
  'seat' | 'keepSeat' | 'claimReference' | 'countPlaces' | 'places'
>

/**
 * Every condition is that of one statement; places and the id they count for share a transaction.
 */
export function mysqlSeatHistories({ db }: Mysql<AuditorDatabase>): SeatHistories {
  const seat = askedTogether((names) => runOnMysql(() => seatsNamed(db, names)))
  return {
    seat: (eventId, seatNumber) => seat(seatName(eventId, seatNumber)),

    keepSeat: (next, before) =>
      runOnMysql(async () => {
        const isKept = before ? await replace(db, next, before) : await insert(db, next)
        if (!isKept) throw seatFollowedElsewhere(next.seatNumber)
      }),

    claimReference: (reference, bookingId) =>
      runOnMysql(async () => {
        const row = { booking_reference: reference, booking_id: bookingId }
        const query = db.insertInto('auditor_references').ignore().values(row)
        if ((await query.executeTakeFirstOrThrow()).numInsertedOrUpdatedRows === 1n) {
          return bookingId
        }
        const owner = await db
          .selectFrom('auditor_references')
          .select('booking_id')
          .where('booking_reference', '=', reference)
          .executeTakeFirstOrThrow()
        return owner.booking_id
      }),

    countPlaces: (counted) => runOnMysql(() => countPlaces(db, counted)),

    places: (eventId) =>
      runOnMysql(async () => {
        const rows = await db
          .selectFrom('auditor_places')
          .select(['area', 'booked'])
          .where('event_id', '=', eventId)
          .execute()
        return Object.fromEntries(rows.map(({ area, booked }) => [area, booked]))
      }),
  }
}

async function seatsNamed(
  db: Kysely<AuditorDatabase>,
  names: readonly string[],
): Promise<ReadonlyMap<string, SeatSeen>> {
  const wanted = names.map(seatNamed)
  const rows = await db
    .selectFrom('auditor_seats')
    .select(['event_id', 'seat_number', 'steps'])
    .where((eb) =>
      eb(
        eb.refTuple('event_id', 'seat_number'),
        'in',
        wanted.map(({ eventId, seatNumber }) => eb.tuple(eventId, seatNumber)),
      ),
    )
    .execute()
  const seats = rows.map(({ event_id, seat_number: seatNumber, steps }) => {
    return { eventId: event_id, seatNumber, steps: JSON.parse(steps) as SeatStep[] }
  })
  return new Map(seats.map((each) => [seatName(each.eventId, each.seatNumber), each]))
}

async function insert(db: Kysely<AuditorDatabase>, next: SeatSeen): Promise<boolean> {
  try {
    await db.insertInto('auditor_seats').values(seatRow(next)).execute()
    return true
  } catch (error) {
    if (isDuplicate(error)) return false
    throw error
  }
}

async function replace(
  db: Kysely<AuditorDatabase>,
  next: SeatSeen,
  before: SeatSeen,
): Promise<boolean> {
  const { version, steps } = seatRow(next)
  const { numUpdatedRows } = await db
    .updateTable('auditor_seats')
    .set({ version, steps, kept_at_ms: sql<number>`UNIX_TIMESTAMP() * 1000` })
    .where('event_id', '=', next.eventId)
    .where('seat_number', '=', next.seatNumber)
    .where('version', '=', versionOf(before))
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

function seatRow({ eventId, seatNumber, steps }: SeatSeen) {
  const version = versionOf({ steps })
  return { event_id: eventId, seat_number: seatNumber, version, steps: JSON.stringify(steps) }
}

function versionOf({ steps }: Pick<SeatSeen, 'steps'>): number {
  return steps.at(-1)?.version ?? 0
}

function countPlaces(
  db: Kysely<AuditorDatabase>,
  { countId, eventId, areas }: PlacesCounted,
): Promise<void> {
  return db.transaction().execute(async (transaction) => {
    try {
      const row = { count_id: countId, event_id: eventId }
      await transaction.insertInto('auditor_counted').values(row).execute()
    } catch (error) {
      if (isDuplicate(error)) return
      throw error
    }
    // In one order everywhere, so that two bookings do not wait for each other.
    const names = Object.keys(areas).sort()
    const rows = names.map((area) => ({ event_id: eventId, area, booked: areas[area] ?? 0 }))
    await transaction
      .insertInto('auditor_places')
      .values(rows)
      .onDuplicateKeyUpdate({ booked: sql`booked + VALUES(booked)` })
      .execute()
  })
}
