import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openTopicLog } from '@usher/bus'
import { isDomainError } from '@usher/kernel'
import { type MemoryDisk, memoryTables, reliableDisk } from '@usher/stores'
import { manualClock, seededRandom } from '@usher/testing'
import { decideExtend } from '../../domain/extend.ts'
import { decideRelease } from '../../domain/end-reservation.ts'
import { seatLedgerContract } from '../../ports/seat-ledger.contract.ts'
import type { OpenLedger } from '../../ports/seat-ledger-law.fixture.ts'
import type { SeatLedger } from '../../ports/seat-ledger.ts'
import { seatMemoryContract } from '../../ports/seat-memory.contract.ts'
import { noSeatMemory } from '../../ports/seat-memory.ts'
import { eventId, onSale, sampleInventory } from '../../samples/inventory-samples.fixture.ts'
import { inPlaceOf, reserving } from '../../samples/ledger-samples.fixture.ts'
import { boundLedger } from '../bound-ledger.ts'
import { openInventoryStores } from '../tables/open-inventory-stores.ts'
import { rememberedLedger } from './seat-memory.ts'

async function openLedger(disk: MemoryDisk): Promise<SeatLedger> {
  const needs = { tables: memoryTables(disk), clock: manualClock(0), random: seededRandom(1) }
  return (await openInventoryStores({ ...needs, topicLog: await openTopicLog(needs) })).ledger
}

seatLedgerContract('rememberedLedger', async (): Promise<OpenLedger> => {
  const disk = reliableDisk()
  const open = async (): Promise<OpenLedger> => {
    const { ledger } = rememberedLedger(await openLedger(disk))
    return { ledger, restart: open, close: async () => {} }
  }
  return open()
})

seatMemoryContract('rememberedLedger', async () => {
  const others = await openLedger(reliableDisk())
  return { ...rememberedLedger(others), others }
})

seatMemoryContract('noSeatMemory', async () => {
  const ledger = await openLedger(reliableDisk())
  return { ledger, others: ledger, memory: noSeatMemory }
})

const bookingId = 'bk_00000000000000000000000001'
const buyer = { userId: 'user_a', eventId }

/** A hall on sale at a process with a memory; `others` is the ledger as other processes have it. */
async function remembering() {
  const reads: string[] = []
  const inventory = await sampleInventory({
    remembers: true,
    ledger: (ledger) => countingReads(ledger, reads),
  })
  await onSale(inventory)
  await inventory.client.getAvailability({ eventId })
  const { ledger: others } = inventory.stores
  const nowMs = inventory.clock.nowMs()
  const taking = async (...seats: string[]) => {
    const wish = await reserving(others, { seats, user: 'user_z', nowMs })
    return { ...wish, mapVersion: null }
  }
  return { ...inventory, others, taking, reads, nowMs }
}

function countingReads(ledger: SeatLedger, reads: string[]): SeatLedger {
  const bound = boundLedger(ledger)
  return {
    ...bound,
    seats: (...given) => (reads.push('seats'), bound.seats(...given)),
    reservation: (...given) => (reads.push('reservation'), bound.reservation(...given)),
    reservationInPlace: (...given) => (reads.push('in place'), bound.reservationInPlace(...given)),
  }
}

for (const [which, choice] of Object.entries({
  named: { seats: ['A1', 'A2'] },
  'best available': { bestAvailable: { quantity: 2 } },
})) {
  test(`a sale of ${which} seats reads nothing that this process has seen itself`, async () => {
    const { client, reads } = await remembering()
    const { reservation } = await client.reserveSeats({ ...buyer, ...choice })
    const paid = { reservationId: reservation?.reservationId ?? '', bookingId }
    await client.beginPayment({ ...paid, userId: 'user_a' })
    const sold = await client.confirmReservation({ ...paid, honourLate: true })
    assert.equal(sold.reservation?.bookingId, bookingId)
    assert.deepEqual(reads, [])
  })
}

test('seats that others have taken are refused by name, and passed over by the best', async () => {
  const { client, others, taking } = await remembering()
  await others.commit([await taking('A5', 'A6')])
  const named = client.reserveSeats({ ...buyer, seats: ['A5'] })
  await assert.rejects(named, (error) => isDomainError(error, 'seat_unavailable'))
  const { reservation } = await client.reserveSeats({ ...buyer, bestAvailable: { quantity: 2 } })
  const numbers = reservation?.seats.map(({ seatNumber }) => seatNumber) ?? []
  assert.ok(numbers.length === 2 && !numbers.includes('A5') && !numbers.includes('A6'))
})

test('seats that others have freed can be had, though they are remembered as taken', async () => {
  const { client, others, taking, nowMs } = await remembering()
  const taken = await taking('A5')
  await others.commit([taken])
  await assert.rejects(client.reserveSeats({ ...buyer, seats: ['A5'] }))
  const freed = decideRelease(await inPlaceOf(others, taken), nowMs)
  assert.ok(freed)
  await others.commit([freed])
  const { reservation } = await client.reserveSeats({ ...buyer, seats: ['A5'] })
  assert.equal(reservation?.seats.length, 1)
})

test('a reservation that others have changed meanwhile is paid as it stands', async () => {
  const { client, others, nowMs, reads } = await remembering()
  const { reservation } = await client.reserveSeats({ ...buyer, seats: ['A1'] })
  const reservationId = reservation?.reservationId ?? ''
  const inPlace = await others.reservationInPlace(reservationId as never)
  assert.ok(inPlace)
  await others.commit([decideExtend(inPlace, { nowMs: nowMs + 1000, ttlMs: 900_000 })])
  const paid = { reservationId, bookingId }
  const { reservation: paying } = await client.beginPayment({ ...paid, userId: 'user_a' })
  assert.equal(Number(paying?.expiresAtMs), nowMs + 901_000)
  assert.deepEqual(reads, ['reservation'])
})

test('what is remembered refuses nothing: another process has given time', async () => {
  const { client, clock, others } = await remembering()
  const { reservation } = await client.reserveSeats({ ...buyer, seats: ['A1'] })
  const reservationId = reservation?.reservationId ?? ''
  const inPlace = await others.reservationInPlace(reservationId as never)
  assert.ok(inPlace)
  await others.commit([decideExtend(inPlace, { nowMs: clock.nowMs(), ttlMs: 1_200_000 })])
  await clock.advance(700_000)
  const paid = { reservationId, bookingId, userId: 'user_a' }
  const { reservation: paying } = await client.beginPayment(paid)
  assert.equal(paying?.bookingId, bookingId)
})
