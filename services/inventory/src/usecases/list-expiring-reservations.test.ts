import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isDomainError } from '@usher/kernel'
import { eventId, onSale, sampleInventory, startMs } from '../samples/inventory-samples.fixture.ts'

const MINUTE_MS = 60_000
const within = (from: number, to: number) => ({
  afterMs: BigInt(startMs + from * MINUTE_MS),
  untilMs: BigInt(startMs + to * MINUTE_MS),
})

test('who reminds buyers sees each reservation that ends within a time, page by page', async () => {
  const inventory = await sampleInventory()
  const { client, clock } = inventory
  await onSale(inventory)
  const made: string[] = []
  for (const seat of ['A1', 'A3', 'A5']) {
    const { reservation } = await client.reserveSeats({ userId: 'user_a', eventId, seats: [seat] })
    made.push(reservation?.reservationId ?? '')
    await clock.advance(MINUTE_MS)
  }
  const first = await client.listExpiringReservations({ ...within(9, 12), limit: 2 })
  const second = await client.listExpiringReservations({
    ...within(9, 12),
    limit: 2,
    cursor: first.nextCursor,
  })
  const found = [...first.reservations, ...second.reservations]
  assert.deepEqual(
    found.map(({ reservationId }) => reservationId),
    made,
  )
  assert.equal(first.reservations[0]?.userId, 'user_a')
  assert.equal(second.nextCursor, '')
  const later = await client.listExpiringReservations(within(10, 11))
  assert.deepEqual(
    later.reservations.map(({ reservationId }) => reservationId),
    [made[1]],
  )
})

test('a cursor of another list is refused', async () => {
  const { client } = await sampleInventory()
  await assert.rejects(
    client.listExpiringReservations({ ...within(0, 1), cursor: 'res_1' }),
    (error) => isDomainError(error, 'malformed_cursor'),
  )
})
