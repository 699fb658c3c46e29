/**
 * What one would write instead: PostgreSQL, one transaction a request, rows taken with SELECT … FOR
 * UPDATE.
 */
import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { baselineApp, type BaselineSale, SeatsTaken, serveBaseline } from './baseline-app.ts'

/** More connections than two cores can use only wait for each other. */
const CONNECTIONS = 24

const pool = new pg.Pool({ connectionString: process.argv[2] ?? '', max: CONNECTIONS })
const sale: BaselineSale = { reserve, book }
const { app, tokens } = await baselineApp(sale)
await serveBaseline({ app, tokens }, () => pool.end())

function reserve({ userId, eventId, seats }: Parameters<BaselineSale['reserve']>[0]) {
  return transaction(async (client) => {
    const { rows } = await client.query<{ status: string; price_minor: number }>({
      name: 'seats',
      text: `SELECT status, price_minor FROM seats WHERE event_id = $1 AND seat_number = ANY($2)
             ORDER BY seat_number FOR UPDATE`,
      values: [eventId, seats],
    })
    if (rows.length < seats.length || rows.some((row) => row.status !== 'AVAILABLE')) {
      throw new SeatsTaken()
    }
    const reservationId = `rsv_${randomUUID()}`
    await client.query({
      name: 'reserve',
      text: `UPDATE seats SET status = 'RESERVED', version = version + 1, reserved_by = $3,
             reservation_id = $4, reserved_until = now() + interval '10 minutes', updated_at = now()
             WHERE event_id = $1 AND seat_number = ANY($2)`,
      values: [eventId, seats, userId, reservationId],
    })
    await client.query({
      name: 'reservation',
      text: `INSERT INTO reservations
             (reservation_id, event_id, user_id, seats, total_minor, status, expires_at)
             VALUES ($1, $2, $3, $4, $5, 'ACTIVE', now() + interval '10 minutes')`,
      values: [
        reservationId,
        eventId,
        userId,
        seats,
        rows.reduce((sum, row) => sum + row.price_minor, 0),
      ],
    })
    return { reservationId }
  })
}

/**
 * The payment is a row in the same transaction, which no real provider would allow: to the
 * baseline's advantage.
 */
function book({ userId, reservationId, idempotencyKey }: Parameters<BaselineSale['book']>[0]) {
  return transaction(async (client) => {
    const bookingId = `bk_${randomUUID()}`
    await client.query({
      name: 'key',
      text: 'INSERT INTO idempotency_keys (user_id, key, booking_id) VALUES ($1, $2, $3)',
      values: [userId, idempotencyKey, bookingId],
    })
    const { rows } = await client.query<{ event_id: number; seats: string[]; total_minor: number }>(
      {
        name: 'own',
        text: `SELECT event_id, seats, total_minor FROM reservations
             WHERE reservation_id = $1 AND user_id = $2 AND status = 'ACTIVE'
             AND expires_at > now() FOR UPDATE`,
        values: [reservationId, userId],
      },
    )
    const reservation = rows[0]
    if (!reservation) throw new SeatsTaken()
    await client.query({
      name: 'payment',
      text: `INSERT INTO payments (payment_id, booking_id, amount_minor, status)
             VALUES ($1, $2, $3, 'CAPTURED')`,
      values: [`pay_${randomUUID()}`, bookingId, reservation.total_minor],
    })
    const booked = await client.query({
      name: 'book',
      text: `UPDATE seats SET status = 'BOOKED', version = version + 1, booking_id = $3,
             updated_at = now() WHERE event_id = $1 AND seat_number = ANY($2)
             AND reservation_id = $4 AND status = 'RESERVED'`,
      values: [reservation.event_id, reservation.seats, bookingId, reservationId],
    })
    if (booked.rowCount !== reservation.seats.length) throw new SeatsTaken()
    await client.query({
      name: 'booking',
      text: `INSERT INTO bookings (booking_id, event_id, user_id, seats, total_minor, status)
             VALUES ($1, $2, $3, $4, $5, 'CONFIRMED')`,
      values: [bookingId, reservation.event_id, userId, reservation.seats, reservation.total_minor],
    })
    await client.query({
      name: 'confirm',
      text: `UPDATE reservations SET status = 'CONFIRMED' WHERE reservation_id = $1`,
      values: [reservationId],
    })
    return { bookingId }
  })
}

async function transaction<Result>(
  run: (client: pg.PoolClient) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect()
  try {
    await client.query('BEGIN')
    const result = await run(client)
    await client.query('COMMIT')
    return result
  } catch (error) {
    await client.query('ROLLBACK')
    throw error
  } finally {
    client.release()
  }
}
