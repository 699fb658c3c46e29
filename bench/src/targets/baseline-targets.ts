import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { processCpuUs } from '../process-cpu.ts'
import { startChildServer } from './child-server.ts'
import { startPostgres } from './postgres-cluster.ts'
import type { Target } from './target.ts'

/** Events that the baselines sell: as many seats, with the same names, as Usher's. */
type Events = Target['events']

const serverPath = (name: string): string => new URL(`./${name}`, import.meta.url).pathname

export async function limitTarget(events: Events): Promise<Target> {
  const directory = await mkdtemp(join(tmpdir(), 'usher-limit-'))
  const server = await startChildServer([serverPath('limit-server.ts'), join(directory, 'log')])
  const ready = JSON.parse(server.firstLine) as { port: number; tokens: string[] }
  return {
    name: 'limit',
    ...ready,
    events,
    cpuUs: () => processCpuUs(server.pid),
    finish: async () => {
      await server.stop()
      await rm(directory, { recursive: true })
      return { oversold: 0, hasBooking: () => true }
    },
  }
}

/** Undefined when there is no PostgreSQL on this machine. */
export async function postgresTarget(events: Events): Promise<Target | undefined> {
  const cluster = await startPostgres()
  if (!cluster) return undefined
  await fill(cluster.url, events)
  const server = await startChildServer([serverPath('postgres-server.ts'), cluster.url])
  const ready = JSON.parse(server.firstLine) as { port: number; tokens: string[] }
  return {
    name: 'postgres',
    ...ready,
    events,
    cpuUs: () => processCpuUs(server.pid) + processCpuUs(cluster.pid),
    finish: async () => {
      await server.stop()
      const stored = await readStored(cluster.url)
      await cluster.stop()
      return stored
    },
  }
}

async function fill(url: string, events: Events): Promise<void> {
  await withClient(url, async (client) => {
    await client.query(SCHEMA)
    for (const { eventId, seats } of events) {
      await client.query(
        `INSERT INTO seats (event_id, seat_number, status, version, price_minor)
         SELECT $1, unnest($2::text[]), 'AVAILABLE', 0, 4500`,
        [eventId, seats],
      )
    }
    await client.query('VACUUM ANALYZE')
  })
}

function readStored(url: string): ReturnType<Target['finish']> {
  return withClient(url, async (client) => {
    const bookings = await client.query<{ booking_id: string }>('SELECT booking_id FROM bookings')
    const twice = await client.query<{ count: string }>(
      `SELECT count(*) FROM (SELECT event_id, unnest(seats) AS seat FROM bookings
       GROUP BY 1, 2 HAVING count(*) > 1) AS sold`,
    )
    const ids = new Set(bookings.rows.map((row) => row.booking_id))
    return { oversold: Number(twice.rows[0]?.count ?? 0), hasBooking: (id: string) => ids.has(id) }
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
