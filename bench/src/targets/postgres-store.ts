import pg from 'pg'
import { PRICE_MINOR } from '../hall.ts'
import type { Stored } from './target.ts'

/** What PostgreSQL has for sale: in every event the seats of `seats`. */
export interface PostgresSeats {
  readonly eventIds: readonly number[]
  readonly seats: readonly string[]
}

/** Makes the tables and puts the seats on sale. */
export function fillPostgres(url: string, { eventIds, seats }: PostgresSeats): Promise<void> {
  return withClient(url, async (client) => {
    await client.query(SCHEMA)
    await client.query(
      `INSERT INTO seats (event_id, seat_number, status, version, price_minor)
       SELECT event_id, seat_number, 'AVAILABLE', 0, $3
       FROM unnest($1::bigint[]) AS event_id, unnest($2::text[]) AS seat_number`,
      [eventIds, seats, PRICE_MINOR],
    )
    await client.query('VACUUM ANALYZE')
  })
}

/** Counts what PostgreSQL stored, by the rules that hold for Usher. */
export function readPostgresStore(url: string): Promise<Stored> {
  return withClient(url, async (client) => {
    const count = async (sql: string): Promise<number> => {
      const { rows } = await client.query<{ count: string }>(`SELECT count(*) FROM (${sql}) AS it`)
      return Number(rows[0]?.count ?? 0)
    }
    const bookings = await client.query<{ booking_id: string }>('SELECT booking_id FROM bookings')
    const ids = new Set(bookings.rows.map((row) => row.booking_id))
    return {
      oversold: await count(SOLD_TWICE),
      mismatches: (await count(SEAT_MISMATCHES)) + (await count(MONEY_MISMATCHES)),
      hasBooking: (bookingId) => ids.has(bookingId),
    }
  })
}

async function withClient<Result>(
  url: string,
  run: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await run(client)
  } finally {
    await client.end()
  }
}

const SCHEMA = `
  CREATE TABLE seats (event_id bigint, seat_number text, status text NOT NULL,
    version int NOT NULL, price_minor int NOT NULL, reserved_by text, reservation_id text,
    booking_id text, reserved_until timestamptz, updated_at timestamptz,
    PRIMARY KEY (event_id, seat_number));
  CREATE TABLE reservations (reservation_id text PRIMARY KEY, event_id bigint, user_id text,
    seats text[], total_minor int, status text, expires_at timestamptz);
  CREATE INDEX ON reservations (user_id, expires_at);
  CREATE TABLE bookings (booking_id text PRIMARY KEY, event_id bigint, user_id text,
    seats text[], total_minor int, status text, created_at timestamptz DEFAULT now());
  CREATE INDEX ON bookings (user_id, created_at);
  CREATE TABLE payments (payment_id text PRIMARY KEY, booking_id text, amount_minor int,
    status text);
  CREATE TABLE idempotency_keys (user_id text, key text, booking_id text,
    PRIMARY KEY (user_id, key));
`

const BOOKED = 'SELECT event_id, unnest(seats) AS seat_number, booking_id FROM bookings'

const SOLD_TWICE = `
  SELECT event_id, seat_number FROM (${BOOKED}) AS booked GROUP BY 1, 2 HAVING count(*) > 1`

const SEAT_MISMATCHES = `
  SELECT 1 FROM (SELECT * FROM seats WHERE status = 'BOOKED') AS seat
  FULL JOIN (${BOOKED}) AS booked USING (event_id, seat_number, booking_id)
  WHERE seat.booking_id IS NULL OR booked.booking_id IS NULL`

const MONEY_MISMATCHES = `
  SELECT 1 FROM bookings FULL JOIN payments USING (booking_id)
  WHERE total_minor IS DISTINCT FROM amount_minor`
