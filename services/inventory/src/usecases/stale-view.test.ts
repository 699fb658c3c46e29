import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isDomainError } from '@usher/kernel'
import { type MemoryDisk, reliableDisk } from '@usher/stores'
import {
  eventId,
  onSale,
  sampleInventory,
  type SampleSale,
} from '../samples/inventory-samples.fixture.ts'
import { reserving } from '../samples/ledger-samples.fixture.ts'

// A view may lag behind the ledger: somebody else commits, and it has not heard of it yet (I14).

/** A hall whose best seats are taken without the view's knowledge. */
async function lagging(seats: readonly string[]) {
  const inventory = await sampleInventory()
  await onSale(inventory)
  await inventory.client.getAvailability({ eventId })
  const { ledger } = inventory.stores
  const behind = await reserving(ledger, { seats, user: 'user_z', nowMs: inventory.clock.nowMs() })
  await ledger.commit([{ ...behind, mapVersion: null }])
  return inventory
}

test('a stale view costs a named wish a clear conflict, and is corrected', async () => {
  const { client } = await lagging(['A5', 'A6'])
  const wish = client.reserveSeats({ userId: 'user_a', eventId, seats: ['A4', 'A5'] })
  await assert.rejects(wish, (error) => isDomainError(error, 'seat_unavailable'))
  const { counts } = await client.getAvailability({ eventId })
  assert.equal(counts?.reserved, 1)
})

test('a stale view costs best available another look, never a seat', async () => {
  const { client } = await lagging(['A5', 'A6'])
  const wish = { userId: 'user_a', eventId, bestAvailable: { quantity: 2 } }
  const { reservation } = await client.reserveSeats(wish)
  const numbers = reservation?.seats.map(({ seatNumber }) => seatNumber) ?? []
  assert.equal(numbers.length, 2)
  assert.ok(!numbers.includes('A5') && !numbers.includes('A6'))
  const { counts } = await client.getAvailability({ eventId })
  assert.deepEqual([counts?.available, counts?.reserved], [16, 4])
})

/** A hall in which a look at the ledger, once `slow`, does not end before `end`. */
async function slowlyLooking(sale: SampleSale = {}) {
  const look = { slow: false, ...Promise.withResolvers<void>() }
  const inventory = await sampleInventory({
    ledger(ledger) {
      const seats = ledger.seats.bind(ledger)
      ledger.seats = async (...given) => {
        const found = await seats(...given)
        if (look.slow) await look.promise
        return found
      }
      return ledger
    },
  })
  await onSale(inventory, { sale })
  return { ...inventory, look }
}

test('what a slow look found does not overwrite what has changed since', async () => {
  const { client, clock, look } = await slowlyLooking()
  const blocking = { eventId, seats: ['A1'], userId: 'user_o', reason: 'a camera' }
  await client.blockSeats(blocking)
  look.slow = true
  const wish = client.reserveSeats({ userId: 'user_a', eventId, seats: ['A1'] })
  await clock.advance(1)
  look.slow = false
  await client.unblockSeats(blocking)
  look.resolve()
  await assert.rejects(wish, (error) => isDomainError(error, 'seat_unavailable'))
  const { counts } = await client.getAvailability({ eventId })
  assert.equal(counts?.blocked, 0)
})

test('a wish that the rules refuse shows no seat as free that somebody took meanwhile', async () => {
  const { client, clock, look } = await slowlyLooking({ orphanRule: 'strict' })
  look.slow = true
  const wish = client.reserveSeats({ userId: 'user_a', eventId, seats: ['A2'] })
  await clock.advance(1)
  look.slow = false
  await client.blockSeats({ eventId, seats: ['A2'], userId: 'user_o', reason: 'a camera' })
  look.resolve()
  await assert.rejects(wish, (error) => isDomainError(error, 'orphan_seat'))
  const { counts } = await client.getAvailability({ eventId })
  assert.equal(counts?.blocked, 1)
})

test('an answer waits until it is on disk, a repeated one too', async () => {
  const opened = Promise.withResolvers<void>()
  const reliable = reliableDisk()
  let slow = false
  const disk: MemoryDisk = {
    durable: reliable.durable,
    async append(changes) {
      if (slow) await opened.promise
      await reliable.append(changes)
    },
  }
  const inventory = await sampleInventory({ disk })
  await onSale(inventory)
  const { client } = inventory
  const asked = { userId: 'user_a', eventId, seats: ['A1'] }
  const { reservation } = await client.reserveSeats(asked)
  const paid = { reservationId: reservation?.reservationId ?? '', bookingId: 'bk_1' }
  slow = true
  const answered: string[] = []
  const first = client.beginPayment(paid).then(() => answered.push('first'))
  const again = client.beginPayment(paid).then(() => answered.push('again'))
  await inventory.clock.advance(1)
  assert.deepEqual(answered, [])
  opened.resolve()
  await Promise.all([first, again])
})
