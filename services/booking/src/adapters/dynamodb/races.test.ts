import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  type CheckInId,
  isDomainError,
  type OperationId,
  type SeatNumber,
  systemClock,
  systemRandom,
} from '@usher/kernel'
import { badDay, limitedDynamodb } from '@usher/stores/dynamodb/limits/limited-dynamodb.fixture'
import type { Dynamodb } from '@usher/stores/dynamodb/open-dynamodb'
import { realServer } from '@usher/testing'
import { changed } from '../../domain/booking.ts'
import type { CheckIn } from '../../domain/check-in.ts'
import { sampleBooking } from '../../simulation/sample-booking.fixture.ts'
import { openDynamodbBookingStores } from './open-booking-stores.ts'
import { bookingTables } from './table-descriptions.ts'
import { unguarded } from './unguarded.fixture.ts'

// Several processes over one DynamoDB that throttles, cancels and loses answers; the twin of each
// race shows what happens without conditions.

const server = realServer('USHER_DYNAMODB_ENDPOINT')
const PROCESSES = 4
const SCANS = 100
const SCANS_UNGUARDED = 10
const BOOKINGS = 10

/**
 * The twins act one after another: DynamoDB lets one of those that meet through, and a scan then
 * sees who is inside, which hides that nothing but the conditions keeps a second one out.
 */
const guards = [
  ['with its conditions', (dynamodb: Dynamodb) => dynamodb, atOnce],
  ['without conditions', unguarded, inTurn],
] as const

for (const [name, guard, act] of guards) {
  const isGuarded = guard !== unguarded

  test(`a ticket scanned by several processes, ${name}`, server.options, async (t) => {
    const { dynamodb, close } = await limited(1)
    t.after(close)
    const stores = processesOver(guard(dynamodb))
    await stores[0]?.bookings.create(sampleBooking(1), 0)
    const admit = (i: number) =>
      storesOf(stores, i).checkIns.admit(scan(i), { bookingVersion: 1, issue: 1 })
    const answers = await act(isGuarded ? SCANS : SCANS_UNGUARDED, admit)
    const admitted = answers.filter((answer) => answer.admitted).length
    assert.equal(admitted === 1, isGuarded, `${admitted} came in`)
  })

  test(`a reservation booked by several processes, ${name}`, server.options, async (t) => {
    const { dynamodb, close } = await limited(2)
    t.after(close)
    const stores = processesOver(guard(dynamodb))
    const { reservationId } = sampleBooking(0)
    const outcomes = await act(BOOKINGS, (i) =>
      storesOf(stores, i).bookings.create({ ...sampleBooking(i), reservationId }, 0),
    )
    const created = outcomes.filter((outcome) => outcome.created).length
    assert.equal(created, isGuarded ? 1 : BOOKINGS)
  })

  test(`a booking confirmed by several processes, ${name}`, server.options, async (t) => {
    const { dynamodb, close } = await limited(3)
    t.after(close)
    const stores = processesOver(guard(dynamodb))
    const before = sampleBooking(1)
    await stores[0]?.bookings.create(before, 0)
    const after = changed(before, { status: 'CONFIRMED', step: 'rest' })
    const updates = await act(PROCESSES, (i) =>
      storesOf(stores, i).bookings.update({ before, after }),
    )
    assert.equal(updates.filter(Boolean).length, isGuarded ? 1 : PROCESSES)
    const totals = await stores[0]?.bookings.totals(before.eventId)
    assert.equal(totals?.bookings === 1, isGuarded)
  })

  test(`an event cancelled while it is sold, ${name}`, server.options, async (t) => {
    const { dynamodb, close } = await limited(4)
    t.after(close)
    const [seller, canceller] = processesOver(guard(dynamodb))
    assert.ok(seller && canceller)
    const { eventId } = sampleBooking(0)
    await seller.bookings.create(sampleBooking(0), 0)
    await canceller.bookings.markEventCancelled(eventId, false)
    const known = await canceller.bookings.ofEvent(eventId, { limit: BOOKINGS })
    const outcome = await seller.bookings.create(sampleBooking(1), 0)
    assert.deepEqual([known.length, outcome.created], [1, !isGuarded])
  })
}

function limited(seed: number) {
  return limitedDynamodb(server.address, { tables: bookingTables, seed, limits: badDay })
}

function processesOver(dynamodb: Dynamodb) {
  const needs = { dynamodb, clock: systemClock, random: systemRandom }
  return Array.from({ length: PROCESSES }, () => openDynamodbBookingStores(needs))
}

function storesOf<Stores>(stores: readonly Stores[], i: number): Stores {
  const mine = stores[i % stores.length]
  assert.ok(mine)
  return mine
}

/** Those whom others were in the way of for too long are told to come again. */
async function atOnce<T>(times: number, act: (i: number) => Promise<T>): Promise<T[]> {
  const results = await Promise.allSettled(Array.from({ length: times }, (_, i) => act(i)))
  return results.flatMap((result) => {
    if (result.status === 'fulfilled') return [result.value]
    assert.ok(isDomainError(result.reason, 'dynamodb_unavailable'), String(result.reason))
    return []
  })
}

async function inTurn<T>(times: number, act: (i: number) => Promise<T>): Promise<T[]> {
  const results: T[] = []
  for (let i = 0; i < times; i++) results.push(await act(i))
  return results
}

function scan(n: number): CheckIn {
  return {
    checkInId: `ci_${String(n).padStart(26, '0')}` as CheckInId,
    eventId: sampleBooking(1).eventId,
    bookingId: sampleBooking(1).bookingId,
    number: 1,
    seatNumber: 'A1' as SeatNumber,
    section: 'Stalls',
    gate: 'north',
    scannerId: 'anna',
    operationId: `op_${n}` as OperationId,
    checkedInAtMs: n,
    undoneAtMs: 0,
    undoneBy: '',
  }
}
