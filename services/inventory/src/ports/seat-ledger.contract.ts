import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { decideBlock } from '../domain/block.ts'
import { decideConfirm } from '../domain/confirm.ts'
import { decideRelease } from '../domain/end-reservation.ts'
import { decideBeginPayment } from '../domain/payment.ts'
import { untouchedSeat } from '../domain/seat.ts'
import type { Outcome, SeatTransaction } from '../domain/seat-transaction.ts'
import {
  bookingId,
  inPlaceOf,
  nextReservationId,
  operationId,
  places,
  reserving,
  sampleEvent,
  sampleTimeMs,
  seatNumber,
  userId,
} from '../samples/ledger-samples.fixture.ts'
import type { SeatLedger } from './seat-ledger.ts'
import { type Law, lawOver, type OpenLedger } from './seat-ledger-law.fixture.ts'
import { seatLedgerReadsContract } from './seat-ledger-reads.contract.ts'

export interface SeatLedgerOptions {
  /** Why its server cannot be had; false: it can. */
  readonly skip?: string | false
  /** Seats of the largest transaction that must apply as one. */
  readonly seatsMax?: number
}

/** What every seat ledger must do, whatever it is made of. */
export function seatLedgerContract(
  name: string,
  open: () => Promise<OpenLedger>,
  { skip = false, seatsMax = 100 }: SeatLedgerOptions = {},
): void {
  describe(`${name} keeps the law of the seat ledger`, { skip }, () => {
    const law = lawOver(open)
    atomicity(law, seatsMax)
    conflicts(law)
    repeats(law)
    limits(law)
    durability(open)
  })
  seatLedgerReadsContract(name, open, { skip })
}

const noSeats = { seats: [], areas: [], reservations: [], buyers: [] }

async function statusesOf(ledger: SeatLedger, ...names: string[]): Promise<string[]> {
  const states = await ledger.seats(sampleEvent, names.map(seatNumber))
  return states.map(({ status, version }) => `${status} ${version}`)
}

const kinds = (outcomes: readonly Outcome[]) => outcomes.map(({ kind }) => kind)

function atomicity(law: Law, seatsMax: number): void {
  law('a seat nobody touched is AVAILABLE at version 0', async (ledger) => {
    assert.deepEqual(await ledger.seats(sampleEvent, [seatNumber('A1')]), [untouchedSeat])
  })

  law(
    'a transaction that applies changes seats, reservation and count together',
    async (ledger) => {
      const transaction = await reserving(ledger, { seats: ['A1', 'A2'] })
      assert.deepEqual(kinds(await ledger.commit([transaction])), ['applied'])
      assert.deepEqual(await statusesOf(ledger, 'A1', 'A2', 'A3'), [
        'RESERVED 1',
        'RESERVED 1',
        'AVAILABLE 0',
      ])
      assert.deepEqual((await inPlaceOf(ledger, transaction)).reservation.status, 'ACTIVE')
      assert.equal(await ledger.buyerCount(sampleEvent, userId('user_a')), 2)
    },
  )

  law('a transaction that conflicts in one seat changes none of the others', async (ledger) => {
    const late = await reserving(ledger, { seats: ['A1', 'A2', 'A3'], user: 'user_b' })
    await ledger.commit([await reserving(ledger, { seats: ['A2'] })])
    const [outcome] = await ledger.commit([late])
    assert.equal(outcome?.kind, 'conflict')
    assert.deepEqual(await statusesOf(ledger, 'A1', 'A3'), ['AVAILABLE 0', 'AVAILABLE 0'])
    assert.equal(await ledger.buyerCount(sampleEvent, userId('user_b')), 0)
    const id = late.reservations[0]?.next.reservationId ?? nextReservationId()
    assert.equal(await ledger.reservation(id), null)
  })

  law(
    'a transaction that names a seat twice is a bug, and changes nothing (B28)',
    async (ledger) => {
      const wish = await reserving(ledger, { seats: ['A1', 'A1'] })
      await assert.rejects(ledger.commit([wish]), TypeError)
      assert.deepEqual(await statusesOf(ledger, 'A1'), ['AVAILABLE 0'])
    },
  )

  law('events do not know each other', async (ledger) => {
    const other = 2 as typeof sampleEvent
    const mine = await reserving(ledger, { seats: ['A1'] })
    const theirs = await reserving(ledger, { seats: ['A1'], event: other })
    assert.deepEqual(kinds(await ledger.commit([mine, theirs])), ['applied', 'applied'])
  })

  law(`1, 20, 21 and ${seatsMax} seats are all or nothing (B7)`, async (ledger) => {
    for (const size of [1, 20, 21, seatsMax]) {
      const seats = Array.from({ length: size }, (_, at) => `${size}-${at}`)
      const [first, second] = [
        await reserving(ledger, { seats }),
        await reserving(ledger, { seats: seats.toReversed() }),
      ]
      assert.deepEqual(kinds(await ledger.commit([first, second])), ['applied', 'conflict'])
    }
  })
}

function conflicts(law: Law): void {
  law('a conflict names each failed expectation and what was found', async (ledger) => {
    const late = await reserving(ledger, {
      seats: ['A1', 'A2'],
      areas: [places('Floor', 3, 4)],
      limit: 6,
    })
    await ledger.commit([
      await reserving(ledger, { seats: ['A2'], areas: [places('Floor', 2, 4)] }),
    ])
    const [outcome] = await ledger.commit([late])
    assert.equal(outcome?.kind, 'conflict')
    const [seat, area, buyer] = outcome.conflicts
    assert.ok(seat?.kind === 'seat' && seat.seatNumber === 'A2')
    assert.equal(seat.current.status, 'RESERVED')
    assert.deepEqual(area, { kind: 'area', area: 'Floor', wanted: 3, found: 2 })
    assert.deepEqual(buyer, { kind: 'buyer', userId: 'user_a', count: 3, delta: 5, limit: 6 })
  })

  law('one conflict never fails a neighbour of its vector', async (ledger) => {
    const taken = await reserving(ledger, { seats: ['B1'] })
    const late = await reserving(ledger, { seats: ['B1', 'B2'], user: 'user_b' })
    const free = await reserving(ledger, { seats: ['B3'], user: 'user_c' })
    const outcomes = await ledger.commit([taken, late, free])
    assert.deepEqual(kinds(outcomes), ['applied', 'conflict', 'applied'])
    assert.deepEqual(await statusesOf(ledger, 'B2', 'B3'), ['AVAILABLE 0', 'RESERVED 1'])
  })

  law('of two that want one seat, in one vector or at once, exactly one has it', async (ledger) => {
    const rivals = await Promise.all(
      Array.from({ length: 20 }, (_, at) =>
        reserving(ledger, { seats: ['C1'], user: `user_${at}` }),
      ),
    )
    const [vector, ...single] = [rivals.slice(0, 10), ...rivals.slice(10).map((rival) => [rival])]
    const outcomes = await Promise.all([vector ?? [], ...single].map((it) => ledger.commit(it)))
    assert.equal(kinds(outcomes.flat()).filter((kind) => kind === 'applied').length, 1)
    assert.deepEqual(await statusesOf(ledger, 'C1'), ['RESERVED 1'])
  })

  law('the version alone tells two states apart', async (ledger) => {
    const first = await reserving(ledger, { seats: ['D1'] })
    const stale = await reserving(ledger, { seats: ['D1'], user: 'user_b' })
    await ledger.commit([first])
    const release = decideRelease(await inPlaceOf(ledger, first), sampleTimeMs)
    assert.ok(release)
    await ledger.commit([release])
    assert.deepEqual(await statusesOf(ledger, 'D1'), ['AVAILABLE 2'])
    assert.deepEqual(kinds(await ledger.commit([stale])), ['conflict'])
  })

  law('a reservation that changed meanwhile conflicts', async (ledger) => {
    const made = await reserving(ledger, { seats: ['E1'] })
    await ledger.commit([made])
    const inPlace = await inPlaceOf(ledger, made)
    const release = decideRelease(inPlace, sampleTimeMs)
    const paying = { bookingId: bookingId('bk_1'), nowMs: sampleTimeMs }
    const begin = decideBeginPayment(inPlace.reservation, paying)
    assert.ok(release && begin)
    assert.deepEqual(kinds(await ledger.commit([begin, release])), ['applied', 'conflict'])
    assert.equal((await inPlaceOf(ledger, made)).reservation.status, 'PAYING')
    assert.deepEqual(await statusesOf(ledger, 'E1'), ['RESERVED 1'])
  })

  law('a transaction made for another seat map conflicts', async (ledger) => {
    const stale = { ...(await reserving(ledger, { seats: ['E2'] })), mapVersion: 7 }
    const [outcome] = await ledger.commit([stale])
    assert.ok(outcome?.kind === 'conflict')
    assert.deepEqual(outcome.conflicts, [{ kind: 'seat_map', version: 0 }])
  })
}

function repeats(law: Law): void {
  law('a repeated operation id is answered with the first outcome', async (ledger) => {
    const first = await reserving(ledger, { seats: ['F1'], operation: 'op-1' })
    const again = await reserving(ledger, { seats: ['F2'], operation: 'op-1' })
    await ledger.commit([first])
    const reservationId = first.reservations[0]?.next.reservationId ?? null
    assert.deepEqual(await ledger.commit([again]), [{ kind: 'repeated', reservationId }])
    assert.deepEqual(await ledger.operation(operationId('op-1')), {
      kind: 'repeated',
      reservationId,
    })
    assert.deepEqual(await statusesOf(ledger, 'F2'), ['AVAILABLE 0'])
  })

  law('two of one operation id in one vector apply once', async (ledger) => {
    const wishes = { seats: ['F3'], operation: 'op-2' }
    const vector = [await reserving(ledger, wishes), await reserving(ledger, wishes)]
    assert.deepEqual(kinds(await ledger.commit(vector)), ['applied', 'repeated'])
  })

  law('a conflict is not remembered: the same id may succeed later', async (ledger) => {
    const other = await reserving(ledger, { seats: ['F4'] })
    const mine = await reserving(ledger, { seats: ['F4'], user: 'user_b', operation: 'op-3' })
    assert.deepEqual(kinds(await ledger.commit([other, mine])), ['applied', 'conflict'])
    assert.equal(await ledger.operation(operationId('op-3')), null)
    const elsewhere = await reserving(ledger, { seats: ['F5'], operation: 'op-3' })
    assert.deepEqual(kinds(await ledger.commit([elsewhere])), ['applied'])
  })

  law('what stands already counts as success when its id was forgotten', async (ledger) => {
    const transaction = await reserving(ledger, { seats: ['F6'], operation: 'op-4' })
    await ledger.commit([transaction])
    await ledger.forgetOperations(sampleTimeMs + 1)
    assert.deepEqual(kinds(await ledger.commit([transaction])), ['repeated'])
    assert.deepEqual(await statusesOf(ledger, 'F6'), ['RESERVED 1'])
    assert.equal(await ledger.buyerCount(sampleEvent, userId('user_a')), 1)
  })

  law('a stranger with the same wish does not count as that', async (ledger) => {
    const mine = await reserving(ledger, { seats: ['F7'] })
    const stranger = await reserving(ledger, { seats: ['F7'], user: 'user_b' })
    assert.deepEqual(kinds(await ledger.commit([mine, stranger])), ['applied', 'conflict'])
  })
}

function limits(law: Law): void {
  law('an area never holds more than its capacity', async (ledger) => {
    const wishes = await Promise.all(
      Array.from({ length: 30 }, (_, at) =>
        reserving(ledger, { areas: [places('Floor', 3, 50)], user: `user_${at}` }),
      ),
    )
    const outcomes = await Promise.all(wishes.map((wish) => ledger.commit([wish])))
    assert.equal(kinds(outcomes.flat()).filter((kind) => kind === 'applied').length, 16)
    const taken = (await ledger.takenPlaces(sampleEvent)).get('Floor')
    assert.equal(taken?.reserved, 48)
  })

  law('one area twice in a transaction counts as the sum (B24)', async (ledger) => {
    const both = [places('Floor', 3, 5), places('Floor', 3, 5)]
    const [outcome] = await ledger.commit([await reserving(ledger, { areas: both })])
    assert.ok(outcome?.kind === 'conflict')
    assert.deepEqual(outcome.conflicts, [{ kind: 'area', area: 'Floor', wanted: 3, found: 2 }])
    assert.equal((await ledger.takenPlaces(sampleEvent)).get('Floor')?.reserved ?? 0, 0)
  })

  law('places never go below zero', async (ledger) => {
    const cause = (await reserving(ledger, {})).cause
    const move = { area: 'Floor', from: 'BOOKED', to: 'AVAILABLE', quantity: 1 } as const
    const parts = { operationId: null, eventId: sampleEvent, mapVersion: null, cause }
    const [outcome] = await ledger.commit([{ ...noSeats, ...parts, areas: [move] }])
    assert.equal(outcome?.kind, 'conflict')
  })

  law("a buyer's limit holds however many ask at once (I12)", async (ledger) => {
    const wishes = await Promise.all(
      Array.from({ length: 12 }, (_, at) => reserving(ledger, { seats: [`G${at}`], limit: 4 })),
    )
    const outcomes = await Promise.all(wishes.map((wish) => ledger.commit([wish])))
    assert.equal(kinds(outcomes.flat()).filter((kind) => kind === 'applied').length, 4)
    assert.equal(await ledger.buyerCount(sampleEvent, userId('user_a')), 4)
  })

  law('a limit that was lowered never stops a buyer from giving back', async (ledger) => {
    const made = await reserving(ledger, { seats: ['H1', 'H2', 'H3'] })
    await ledger.commit([made])
    const release = decideRelease(await inPlaceOf(ledger, made), sampleTimeMs)
    assert.ok(release)
    const strict = release.buyers.map((change) => ({ ...change, limit: 1 }))
    assert.deepEqual(kinds(await ledger.commit([{ ...release, buyers: strict }])), ['applied'])
    assert.equal(await ledger.buyerCount(sampleEvent, userId('user_a')), 0)
  })
}

function durability(open: () => Promise<OpenLedger>): void {
  void test('everything that applied is there after a restart, and repeats are known', async () => {
    const before = await open()
    const made = await reserving(before.ledger, {
      seats: ['A1', 'A2'],
      areas: [places('Floor', 2, 10)],
      operation: 'op-1',
    })
    const blocked = await block(before.ledger, 'B1')
    await before.ledger.commit([made, blocked])
    await bookIt(before.ledger, made)
    const journal = await before.ledger.journal(sampleEvent, { after: null, limit: 10 })
    const inPlace = await inPlaceOf(before.ledger, made)

    const { ledger, close } = await before.restart()
    assert.deepEqual(await statusesOf(ledger, 'A1', 'A2', 'B1', 'C1'), [
      'BOOKED 2',
      'BOOKED 2',
      'BLOCKED 1',
      'AVAILABLE 0',
    ])
    assert.deepEqual(await inPlaceOf(ledger, made), inPlace)
    assert.equal((await ledger.takenPlaces(sampleEvent)).get('Floor')?.booked, 2)
    assert.equal(await ledger.buyerCount(sampleEvent, userId('user_a')), 4)
    assert.deepEqual(await ledger.journal(sampleEvent, { after: null, limit: 10 }), journal)
    const again = await reserving(ledger, { seats: ['C1'], operation: 'op-1' })
    assert.deepEqual(kinds(await ledger.commit([again])), ['repeated'])
    const next = await reserving(ledger, { seats: ['C1'] })
    await ledger.commit([next])
    const after = journal.at(-1)?.sequence ?? 0
    const [entry] = await ledger.journal(sampleEvent, { after, limit: 10 })
    assert.deepEqual(entry?.seats[0]?.seatNumber, 'C1')
    await close()
  })
}

async function block(ledger: SeatLedger, name: string): Promise<SeatTransaction> {
  const [state = untouchedSeat] = await ledger.seats(sampleEvent, [seatNumber(name)])
  return decideBlock([{ seatNumber: seatNumber(name), state }], {
    eventId: sampleEvent,
    mapVersion: 0,
    actor: 'user_o',
    reason: 'camera',
    nowMs: sampleTimeMs,
    to: 'BLOCKED',
  })
}

async function bookIt(ledger: SeatLedger, made: SeatTransaction): Promise<void> {
  const payment = { bookingId: bookingId('bk_1'), nowMs: sampleTimeMs }
  const begin = decideBeginPayment((await inPlaceOf(ledger, made)).reservation, payment)
  assert.ok(begin)
  await ledger.commit([begin])
  const confirm = decideConfirm(await inPlaceOf(ledger, made), {
    ...payment,
    honourLate: false,
    displaced: [],
    limit: null,
    capacityOf: () => 0,
  })
  assert.ok(confirm)
  assert.deepEqual(kinds(await ledger.commit([confirm])), ['applied'])
}
