import assert from 'node:assert/strict'
import { test } from 'node:test'
import { generate } from '../generator/generate.ts'
import { verdictOf } from '../scenarios/purchases.ts'
import { Stage } from '../stage/stage.ts'
import { findPostgres } from './find-postgres.ts'
import { openPostgres } from './open-postgres.ts'

const BUYERS = 40

test('the PostgreSQL flow sells no seat twice and keeps what it sold', async (context) => {
  if (!findPostgres()) {
    return context.skip('PostgreSQL is not installed: the baseline is not tested here')
  }
  const stage = new Stage(() => undefined)
  try {
    const seats = ['A1', 'A2', 'A3', 'A4', 'A5', 'A6']
    const target = await openPostgres(stage, { eventIds: [1], seats })
    assert.ok(target)
    const { port, tokens, eventIds } = target
    const requests = Array.from({ length: BUYERS }, (_, i) => ({
      token: tokens[i] ?? '',
      // Each pair in both orders: rows that were not taken in one order would deadlock.
      body: JSON.stringify({ event_id: 1, seats: i % 2 === 0 ? ['A1', 'A2'] : ['A2', 'A1'] }),
    }))
    const race = await generate(stage, { kind: 'burst', port, path: '/v1/reservations', requests })
    assert.equal(race.done, 1)
    assert.deepEqual(race.refused, { 409: BUYERS - 1 })
    const sold = await generate(stage, {
      kind: 'purchases',
      port,
      tokens,
      eventIds,
      seats: seats.slice(2),
      events: 'one after another',
      seatsPerBooking: 2,
      firstBuyer: 0,
      load: { kind: 'closed', concurrency: 2, seconds: 60 },
      run: 'test',
    })
    assert.equal(sold.done, 2)
    const verdict = verdictOf(await target.finish(), sold.bookingIds)
    assert.deepEqual(verdict, { oversold: 0, lost: 0, mismatches: 0 })
  } finally {
    await stage.close()
  }
})
