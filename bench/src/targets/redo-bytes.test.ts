import assert from 'node:assert/strict'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { stadium } from '../hall.ts'
import { Stage } from '../stage/stage.ts'
import { openUsher, type UsherTarget } from './open-usher.ts'
import { BOOKING_BYTES, RESERVATION_BYTES } from './redo-bytes.ts'

const SALES = 100
/** Of its mail, which is no part of the load: it is sent when there is time for it. */
const MAIL_BYTES = 455
/** Numbers differ in length from sale to sale, and a busy machine writes smaller groups. */
const TOLERANCE = 0.05

test('the limit writes as much as the redo log grows by for a sale', async () => {
  const stage = new Stage(() => undefined)
  try {
    const target = await openUsher(stage, { hall: stadium, events: 1, buyers: 4 })
    const empty = await settledLogBytes(target)
    const reservations = await Promise.all(
      Array.from({ length: SALES }, (_, i) => reserve(target, i)),
    )
    const reserved = await settledLogBytes(target)
    await Promise.all(reservations.map((reservationId, i) => book(target, i, reservationId)))
    while (mails(target) < SALES) await setTimeout(50)
    const booked = await settledLogBytes(target)
    assertNear((reserved - empty) / SALES, RESERVATION_BYTES, 'RESERVATION_BYTES')
    const bytes = (booked - reserved) / SALES - MAIL_BYTES
    assertNear(bytes, BOOKING_BYTES, 'BOOKING_BYTES')
  } finally {
    await stage.close()
  }
})

async function reserve(target: UsherTarget, buyer: number): Promise<string> {
  const seats = target.seats.slice(buyer * 2, buyer * 2 + 2)
  const body = { event_id: target.eventIds[0], seats }
  const answer = await post(target, '/v1/reservations', { buyer, body })
  return String(answer['reservation_id'])
}

function book(target: UsherTarget, buyer: number, reservationId: string) {
  const payment = { provider: 'sandbox', token: 'tok_success' }
  const body = { reservation_id: reservationId, payment }
  return post(target, '/v1/bookings', { buyer, body })
}

async function post(
  { port, tokens }: UsherTarget,
  path: string,
  { buyer, body }: { buyer: number; body: object },
): Promise<Record<string, unknown>> {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${tokens[buyer % tokens.length]}`,
      // As the load generator writes them.
      ...(path === '/v1/bookings' && { 'idempotency-key': `full-${10_000 + buyer}` }),
    },
    body: JSON.stringify(body),
  })
  assert.equal(response.status, 201)
  return (await response.json()) as Record<string, unknown>
}

/** The last that follows a booking is its mail. */
function mails({ directory }: UsherTarget): number {
  const folder = join(directory, 'mail')
  const names = existsSync(folder) ? readdirSync(folder, { recursive: true }) : []
  return names.filter((name) => String(name).endsWith('.eml')).length
}

/** What follows an answer, or a mail, is written soon after it. */
async function settledLogBytes({ directory }: UsherTarget): Promise<number> {
  for (let last = -1; ; await setTimeout(300)) {
    const bytes = logBytes(directory)
    if (bytes === last) return bytes
    last = bytes
  }
}

function logBytes(directory: string): number {
  const names = readdirSync(directory).filter((name) => name.endsWith('.redo'))
  return names.reduce((sum, name) => sum + statSync(join(directory, name)).size, 0)
}

function assertNear(found: number, expected: number, name: string): void {
  const off = Math.abs(found - expected) / expected
  assert.ok(off <= TOLERANCE, `${name} is ${expected}, the log grew by ${Math.round(found)}`)
}
