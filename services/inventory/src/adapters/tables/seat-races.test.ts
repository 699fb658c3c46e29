import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { SeatTransaction } from '../../domain/seat-transaction.ts'
import { reserving, sampleEvent, seatNumber, userId } from '../../samples/ledger-samples.fixture.ts'
import type { SeatLedger } from '../../ports/seat-ledger.ts'
import { eventId, onSale, sampleInventory } from '../../samples/inventory-samples.fixture.ts'

// Each race has a twin: the same test with the guard taken away must break the invariant, or it
// proves nothing.

const BUYERS = 3
const LIMIT = 4

interface Race {
  /** What a ledger without the guard would have applied. */
  readonly unguarded: boolean
  readonly scheduler: fc.Scheduler
}

/**
 * Buyers look, think for a while, and then commit what they saw; answers how many believe that they
 * have the seat.
 */
async function raceForOneSeat({ unguarded, scheduler }: Race): Promise<number> {
  const { stores } = await sampleInventory()
  const ledger = unguarded ? withoutSeatCondition(stores.ledger) : stores.ledger
  const buy = async (buyer: number) => {
    const wish = await reserving(ledger, { seats: ['A1'], user: `user_${buyer}` })
    await scheduler.schedule(Promise.resolve(), `buyer ${buyer} thinks`)
    const [outcome] = await ledger.commit([wish])
    return outcome?.kind === 'applied'
  }
  const answers = Promise.all(Array.from({ length: BUYERS }, (_, buyer) => buy(buyer)))
  await scheduler.waitFor(answers)
  return (await answers).filter(Boolean).length
}

/**
 * Tells each writer that the seat is what it expects: the double sale of every shop that reads,
 * checks and writes.
 */
function withoutSeatCondition(ledger: SeatLedger): SeatLedger {
  const rebase = async (transaction: SeatTransaction): Promise<SeatTransaction> => {
    const names = transaction.seats.map((change) => change.seatNumber)
    const states = await ledger.seats(transaction.eventId, names)
    const seats = transaction.seats.map((change, at) => {
      const expected = states[at] ?? change.expected
      return { ...change, expected, next: { ...change.next, version: expected.version + 1 } }
    })
    return { ...transaction, seats }
  }
  return over(ledger, async (transactions) =>
    ledger.commit(await Promise.all(transactions.map(rebase))),
  )
}

function over(ledger: SeatLedger, commit: SeatLedger['commit']): SeatLedger {
  return {
    commit,
    seats: (eventId, names) => ledger.seats(eventId, names),
    buyerCount: (eventId, buyer) => ledger.buyerCount(eventId, buyer),
  } as SeatLedger
}

test('however buyers interleave, one seat has one owner (I1, B19)', async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      assert.equal(await raceForOneSeat({ unguarded: false, scheduler }), 1)
    }),
    { numRuns: 100 },
  )
})

test('twin: without the condition on the seat, it is sold more than once', async () => {
  const owners = await fc.check(
    fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      assert.equal(await raceForOneSeat({ unguarded: true, scheduler }), 1)
    }),
    { numRuns: 50 },
  )
  assert.equal(owners.failed, true)
})

/** One buyer, many tabs; answers how many seats they have in the end. */
async function raceForTheLimit({ unguarded, scheduler }: Race): Promise<number> {
  const { stores } = await sampleInventory()
  const { ledger } = stores
  const buy = async (tab: number) => {
    const seats = [`A${tab}`, `B${tab}`]
    const wish = await reserving(ledger, { seats, limit: unguarded ? null : LIMIT })
    if (unguarded && (await ledger.buyerCount(sampleEvent, userId('user_a'))) + 2 > LIMIT) return
    await scheduler.schedule(Promise.resolve(), `tab ${tab} has checked the limit`)
    await ledger.commit([wish])
  }
  const tabs = Promise.all(Array.from({ length: 4 }, (_, tab) => buy(tab)))
  await scheduler.waitFor(tabs)
  const names = [0, 1, 2, 3].flatMap((tab) => [seatNumber(`A${tab}`), seatNumber(`B${tab}`)])
  const states = await ledger.seats(sampleEvent, names)
  return states.filter(({ status }) => status === 'RESERVED').length
}

test('however tabs interleave, a buyer keeps within the limit (I12, B33)', async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      assert.equal(await raceForTheLimit({ unguarded: false, scheduler }), LIMIT)
    }),
    { numRuns: 100 },
  )
})

test('twin: a limit that is checked outside the transaction does not hold', async () => {
  const run = await fc.check(
    fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      assert.ok((await raceForTheLimit({ unguarded: true, scheduler })) <= LIMIT)
    }),
    { numRuns: 50 },
  )
  assert.equal(run.failed, true)
})

test('a hundred people race for one seat: one has it, the others are told so', async () => {
  const inventory = await sampleInventory()
  await onSale(inventory)
  const answers = await Promise.allSettled(
    Array.from({ length: 100 }, (_, at) =>
      inventory.client.reserveSeats({ userId: `user_${at}`, eventId, seats: ['A1'] }),
    ),
  )
  const refused = answers.filter(({ status }) => status === 'rejected')
  assert.equal(refused.length, 99)
  assert.ok(refused.every((it) => 'reason' in it && it.reason.code === 'seat_unavailable'))
})
