import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type SeatState, untouchedSeat } from '../domain/seat.ts'
import type { SeatChange } from '../domain/seat-transaction.ts'
import { reserving, sampleEvent, seatNumber } from '../samples/ledger-samples.fixture.ts'
import type { SeatLedger } from './seat-ledger.ts'
import type { SeatMemory } from './seat-memory.ts'

export interface OpenMemory {
  /** What this process commits to, and reads from. */
  readonly ledger: SeatLedger
  readonly memory: SeatMemory
  /** The same ledger as other processes have it. */
  readonly others: SeatLedger
}

const A1 = [seatNumber('A1')]

/** What is remembered, if anything is, of what this process has seen. */
export function seatMemoryContract(name: string, open: () => Promise<OpenMemory>): void {
  describe(`${name} remembers what was seen last`, () => {
    test('a seat that was never seen is taken for untouched', async () => {
      const { memory } = await open()
      assert.deepEqual(memory.seats(sampleEvent, A1) ?? [untouchedSeat], [untouchedSeat])
    })

    test('what has applied is remembered as the ledger has it', async () => {
      const { ledger, memory, others } = await open()
      const made = await reserving(others, { seats: ['A1'] })
      await ledger.commit([made])
      const known = memory.seats(sampleEvent, A1)
      if (known) assert.deepEqual(known, await others.seats(sampleEvent, A1))
      const id = idOf(made)
      const inPlace = memory.reservationInPlace(id)
      if (inPlace) assert.deepEqual(inPlace, await others.reservationInPlace(id))
    })

    test('a conflict puts right what was remembered', async () => {
      const { ledger, memory, others } = await open()
      const late = await reserving(others, { seats: ['A1'], user: 'user_b' })
      await others.commit([await reserving(others, { seats: ['A1'] })])
      const [outcome] = await ledger.commit([late])
      assert.equal(outcome?.kind, 'conflict')
      const known = memory.seats(sampleEvent, A1)
      if (known) assert.deepEqual(known, await others.seats(sampleEvent, A1))
      assert.equal(memory.reservationInPlace(idOf(late)), undefined)
    })

    test('a commit that is under way counts as newest, unless it is refused', async () => {
      const { ledger, memory, others } = await open()
      const newest = () => memory.newestVersion(sampleEvent, seatNumber('A1'))
      const known = memory.seats(sampleEvent, A1) ? 1 : 0
      assert.equal(newest(), 0)
      const late = await reserving(others, { seats: ['A1'], user: 'user_b' })
      const committing = ledger.commit([await reserving(others, { seats: ['A1'] })])
      assert.equal(newest(), known)
      await committing
      const wrong = { ...late, seats: late.seats.map((seat) => ({ ...seat, next: tenth(seat) })) }
      const refused = ledger.commit([wrong])
      assert.equal(newest(), known * 10)
      await refused
      assert.equal(newest(), known)
    })

    test('a reservation whose seats were not seen is not remembered', async () => {
      const { ledger, memory, others } = await open()
      const made = await reserving(others, { seats: ['A1'] })
      await others.commit([made])
      await ledger.reservation(idOf(made))
      assert.equal(memory.reservationInPlace(idOf(made)), undefined)
    })
  })
}

function tenth({ next }: SeatChange): SeatState {
  return { ...next, version: 10 }
}

function idOf({ reservations: [change] }: Awaited<ReturnType<typeof reserving>>) {
  assert.ok(change)
  return change.next.reservationId
}
