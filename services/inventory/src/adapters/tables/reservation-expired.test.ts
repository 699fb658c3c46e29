import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fromBinary } from '@bufbuild/protobuf'
import { topicLogTable } from '@usher/bus'
import { ReservationExpiredSchema } from '@usher/contracts'
import { eventId, onSale, sampleInventory } from '../../samples/inventory-samples.fixture.ts'

test('an expiry is announced once, by the sweep or by who takes the seats', async () => {
  const inventory = await sampleInventory()
  await onSale(inventory, { hall: { areas: { Floor: 9 } } })
  const { client, clock, sweep, tables } = inventory
  const reserve = async (userId: string, seats: string[]) => {
    const { reservation } = await client.reserveSeats({ userId, eventId, seats })
    return reservation?.reservationId
  }
  const swept = await reserve('user_a', ['A1', 'A2'])
  const taken = await reserve('user_b', ['A3'])
  await clock.advance(600_000)
  await reserve('user_c', ['A3'])
  await Promise.all([sweep(), sweep()])
  await sweep()
  const options = { prefix: ['reservation.expired'], limit: 10 }
  const rows = await tables.list(topicLogTable, 'key', options)
  const messages = rows.map(({ body }) =>
    fromBinary(ReservationExpiredSchema, Buffer.from(body, 'base64')),
  )
  assert.deepEqual(
    messages.map(({ reservationId, seatNumbers }) => [reservationId, seatNumbers]),
    [
      [taken, ['A3']],
      [swept, ['A1', 'A2']],
    ],
  )
  const { counts } = await client.getAvailability({ eventId })
  assert.deepEqual([counts?.available, counts?.reserved], [28, 1])
})
