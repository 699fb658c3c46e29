import assert from 'node:assert/strict'
import { renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, before, describe, test } from 'node:test'
import { generate } from '../generator/generate.ts'
import { theatre } from '../hall.ts'
import { verdictOf } from '../scenarios/purchases.ts'
import { Stage } from '../stage/stage.ts'
import { openUsher, type UsherTarget } from './open-usher.ts'
import { readUsherStore } from './read-usher-store.ts'

const stage = new Stage(() => undefined)
let target: UsherTarget
let acknowledged: readonly string[]

describe('what is read from the store of a server that sold seats', () => {
  before(async () => {
    target = await openUsher(stage, { hall: theatre, events: 1, buyers: 2 })
    const { port, tokens, eventIds } = target
    const report = await generate(stage, {
      kind: 'purchases',
      port,
      tokens,
      eventIds,
      seats: target.seats.slice(0, 8),
      events: 'one after another',
      seatsPerBooking: 2,
      firstBuyer: 0,
      load: { kind: 'closed', concurrency: 2, seconds: 60 },
      run: 'test',
    })
    acknowledged = report.bookingIds
    await target.end()
  })
  after(() => stage.close())

  test('nothing is wrong when nothing was tampered with', () => {
    assert.equal(acknowledged.length, 4)
    assert.deepEqual(verdict(), { oversold: 0, lost: 0, mismatches: 0 })
  })

  test('a seat in two bookings is found, and that the store contradicts itself', () => {
    const seatsOfFirst = `UPDATE bookings SET seats = (SELECT seats FROM bookings WHERE booking_id =
      '${acknowledged[0]}') WHERE booking_id = '${acknowledged[1]}'`
    const { oversold, mismatches } = verdictAfter(seatsOfFirst)
    assert.equal(oversold, 2)
    assert.ok((mismatches ?? 0) >= 2)
  })

  test('a seat in two living reservations is found', () => {
    const { oversold } = verdictAfter(
      `UPDATE reservations SET seats = (SELECT seats FROM reservations LIMIT 1)`,
    )
    assert.equal(oversold, 2)
  })

  test('a booking that is missing is found, and its seats and money without it', () => {
    const missing = `DELETE FROM bookings WHERE booking_id = '${acknowledged[2]}'`
    assert.deepEqual(verdictAfter(missing), { oversold: 0, lost: 1, mismatches: 3 })
  })

  test('a booking that is not confirmed is as good as missing', () => {
    const failed = `UPDATE bookings SET status = 'FAILED' WHERE booking_id = '${acknowledged[2]}'`
    assert.equal(verdictAfter(failed).lost, 1)
  })

  test('a seat that is not its booking’s, and money that is not its price, are found', () => {
    const free = `UPDATE seats SET status = 'AVAILABLE', booking_id = NULL
      WHERE seat_number = (SELECT seat_number FROM seats WHERE status = 'BOOKED' LIMIT 1)`
    assert.deepEqual(verdictAfter(free), { oversold: 0, lost: 0, mismatches: 1 })
    const cheap = `UPDATE sandbox_payments SET amountMinor = 1
      WHERE bookingId = '${acknowledged[3]}'`
    assert.deepEqual(verdictAfter(cheap), { oversold: 0, lost: 0, mismatches: 1 })
    const unpaid = `UPDATE sandbox_payments SET status = 'AUTHORIZED'`
    assert.deepEqual(verdictAfter(unpaid), { oversold: 0, lost: 0, mismatches: 4 })
  })
})

function verdict() {
  return verdictOf(readUsherStore(target.directory), acknowledged)
}

/** The verdict on the store with `change` made to it, which is taken back. */
function verdictAfter(change: string) {
  const path = join(target.directory, 'usher.db')
  const database = new DatabaseSync(path)
  database.prepare('VACUUM INTO ?').run(`${path}.copy`)
  database.exec(change)
  database.close()
  try {
    return verdict()
  } finally {
    restore(path)
  }
}

function restore(path: string): void {
  renameSync(`${path}.copy`, path)
  for (const suffix of ['-wal', '-shm']) rmSync(`${path}${suffix}`, { force: true })
}
