import assert from 'node:assert/strict'
import { SeatStatus } from '@usher/contracts'
import { isDomainError } from '@usher/kernel'
import fc from 'fast-check'
import { eventId, type SampleInventory } from './inventory-samples.fixture.ts'
import { MODEL, type ModelReservation, type SeatModel } from './seat-model.fixture.ts'

/** What is run against the model, and what must hold after each step. */
export interface System {
  readonly inventory: SampleInventory
  readonly seats: readonly string[]
  /** The highest version seen of each seat (I17). */
  readonly versions: Map<string, number>
}

export type SeatCommand = fc.AsyncCommand<SeatModel, System>

class Command implements SeatCommand {
  readonly #name: string
  readonly #act: (model: SeatModel, system: System) => Promise<void>

  constructor(name: string, act: (model: SeatModel, system: System) => Promise<void>) {
    this.#name = name
    this.#act = act
  }

  check(): boolean {
    return true
  }

  async run(model: SeatModel, system: System): Promise<void> {
    await this.#act(model, system)
    await requireInvariants(model, system)
  }

  toString(): string {
    return this.#name
  }
}

const nth = (model: SeatModel, at: number): ModelReservation | undefined =>
  [...model.reservations.values()].at(at % Math.max(1, model.reservations.size))

/** A command on one of the reservations so far; does nothing while there is none. */
function onReservation(
  name: string,
  act: (it: ModelReservation, model: SeatModel, system: System) => Promise<void>,
): fc.Arbitrary<SeatCommand> {
  return fc.nat(20).map(
    (at) =>
      new Command(`${name}(${at})`, async (model, system) => {
        const found = nth(model, at)
        if (found) await act(found, model, system)
      }),
  )
}

const reserve = fc
  .record({
    user: fc.constantFrom('user_a', 'user_b', 'user_c'),
    seats: fc.uniqueArray(fc.nat(5), { maxLength: 3 }),
    places: fc.nat(3),
  })
  .map(
    ({ user, seats: numbers, places }) =>
      new Command(`reserve(${user}, ${numbers.join()}, ${places})`, async (model, system) => {
        const seats = numbers.map((at) => system.seats[at] ?? '')
        const wish = seats.length > 0 ? { seats, places: 0 } : { seats, places: places + 1 }
        const areas = wish.places > 0 ? { Floor: wish.places } : {}
        const asked = { userId: user, eventId, seats, areas }
        const act = system.inventory.client.reserveSeats(asked)
        const answer = await attempt(model.mayTake(user, wish), act)
        const id = answer?.reservation?.reservationId
        if (id === undefined) return
        const times = {
          createdMs: model.nowMs,
          expiresMs: model.nowMs + MODEL.ttlMs,
          extensions: 0,
        }
        const fresh = { id, user, ...wish, status: 'ACTIVE', ...times, booking: undefined } as const
        model.reservations.set(id, { ...fresh, seats })
      }),
  )

const release = onReservation('release', async (it, model, { inventory }) => {
  const over = model.isOver(it)
  const may = it.status !== 'PAYING' && it.status !== 'CONFIRMED'
  await attempt(may, inventory.client.releaseReservation({ reservationId: it.id }))
  if (may && (it.status === 'ACTIVE' || !over)) it.status = 'RELEASED'
})

const extend = onReservation('extend', async (it, model, { inventory }) => {
  const untilMs = Math.min(model.nowMs + MODEL.ttlMs, it.createdMs + MODEL.lifeMs)
  const active = it.status === 'ACTIVE' && !model.isOver(it)
  const may = active && it.extensions < MODEL.extensions && untilMs > it.expiresMs
  await attempt(may, inventory.client.extendReservation({ reservationId: it.id }))
  if (may) Object.assign(it, { expiresMs: untilMs, extensions: it.extensions + 1 })
})

const beginPayment = onReservation('beginPayment', async (it, model, { inventory }) => {
  const booking = `bk_${it.id}`
  const may = !model.isOver(it)
  await attempt(may, inventory.client.beginPayment({ reservationId: it.id, bookingId: booking }))
  if (may && it.status === 'ACTIVE') Object.assign(it, { status: 'PAYING', booking })
})

const abandon = onReservation('abandon', async (it, model, { inventory }) => {
  const may = it.status !== 'CONFIRMED'
  const asked = { reservationId: it.id, bookingId: `bk_${it.id}` }
  await attempt(may, inventory.client.abandonPayment(asked))
  if (it.status !== 'PAYING') return
  const expiresMs = Math.max(it.expiresMs, model.nowMs + MODEL.ttlMs)
  Object.assign(it, { status: 'ACTIVE', booking: undefined, expiresMs })
})

const confirm = onReservation('confirm', async (it, model, { inventory }) => {
  const booking = `bk_${it.id}`
  const may = mayConfirm(it, model)
  const asked = { reservationId: it.id, bookingId: booking, honourLate: true }
  await attempt(may, inventory.client.confirmReservation(asked))
  if (may) Object.assign(it, { status: 'CONFIRMED', booking })
})

/** ACTIVE and out of time but not marked: its seats are still with it unless somebody took them. */
function mayConfirm(it: ModelReservation, model: SeatModel): boolean {
  if (it.status === 'CONFIRMED' || !model.isOver(it)) return true
  return model.mayTake(it.user, it)
}

const cancel = onReservation('cancel', async (it, _model, { inventory }) => {
  const may = it.status === 'CONFIRMED'
  const asked = { reservationId: it.id, bookingId: `bk_${it.id}`, refundId: `rf_${it.id}` }
  await attempt(may, inventory.client.releaseBookedSeats(asked))
  if (may) Object.assign(it, { seats: [], places: 0 })
})

const swap = fc.record({ at: fc.nat(20), give: fc.nat(3), take: fc.nat(5) }).map(
  ({ at, give, take }) =>
    new Command(`swap(${at}, ${give}, ${take})`, async (model, { inventory, seats }) => {
      const it = nth(model, at)
      const given = it?.seats.at(give)
      const taken = seats[take] ?? ''
      if (!it || given === undefined) return
      const may = it.status === 'ACTIVE' && !model.isOver(it) && model.isFree(taken)
      const asked = { reservationId: it.id, release: [given], take: [taken] }
      await attempt(may, inventory.client.swapSeats(asked))
      if (may) it.seats = [...it.seats.filter((seat) => seat !== given), taken]
    }),
)

const block = fc.nat(5).map(
  (at) =>
    new Command(`block(${at})`, async (model, { inventory, seats }) => {
      const seat = seats[at] ?? ''
      const asked = { eventId, seats: [seat], userId: 'user_o', reason: 'camera' }
      await inventory.sweep()
      markSwept(model)
      await attempt(!model.ownerOf(seat), inventory.client.blockSeats(asked))
      if (!model.ownerOf(seat)) model.blocked.add(seat)
    }),
)

const unblock = fc.nat(5).map(
  (at) =>
    new Command(`unblock(${at})`, async (model, { inventory, seats }) => {
      const seat = seats[at] ?? ''
      const asked = { eventId, seats: [seat], userId: 'user_o', reason: 'camera' }
      await inventory.client.unblockSeats(asked)
      model.blocked.delete(seat)
    }),
)

const pass = fc.constantFrom(1, 60_000, 300_000, 599_999, 600_000).map(
  (ms) =>
    new Command(`pass(${ms})`, async (model, { inventory }) => {
      inventory.clock.stepWallClock(ms)
      model.nowMs += ms
    }),
)

const sweep = fc.constant(
  new Command('sweep', async (model, { inventory }) => {
    await inventory.sweep()
    markSwept(model)
  }),
)

function markSwept(model: SeatModel): void {
  for (const it of model.reservations.values()) {
    if (it.status === 'ACTIVE' && model.isOver(it)) it.status = 'EXPIRED'
  }
}

export const seatCommands: fc.Arbitrary<SeatCommand>[] = [
  reserve,
  reserve,
  release,
  extend,
  swap,
  beginPayment,
  abandon,
  confirm,
  cancel,
  block,
  unblock,
  pass,
  sweep,
]

/** I1, I3, I4, I11, I12 and I17, on what the service says and on what the ledger has. */
async function requireInvariants(model: SeatModel, system: System): Promise<void> {
  const { inventory, seats, versions } = system
  const { client } = inventory
  const { seats: found } = await client.listSeats({ eventId, limit: 100 })
  for (const seat of found) {
    const owner = model.ownerOf(seat.seatNumber)
    if (owner) {
      assert.equal(seat.reservationId, owner.id, 'I1: a seat is whose the model says')
      const status = owner.status === 'CONFIRMED' ? SeatStatus.BOOKED : SeatStatus.RESERVED
      assert.equal(seat.status, status)
    } else {
      assert.equal(seat.status === SeatStatus.BLOCKED, model.blocked.has(seat.seatNumber))
      assert.notEqual(seat.status, SeatStatus.BOOKED, 'I1: nobody owns it, yet it is sold')
    }
    assert.ok(seat.version >= (versions.get(seat.seatNumber) ?? 0), 'I17: versions only grow')
    versions.set(seat.seatNumber, seat.version)
  }
  const { counts, sections } = await client.getAvailability({ eventId })
  assert.equal(counts?.total, seats.length + MODEL.capacity, 'I3: nothing is lost or invented')
  const floor = sections.find(({ area }) => area)?.counts
  assert.ok((floor?.booked ?? 0) + (floor?.reserved ?? 0) <= MODEL.capacity, 'I4')
  for (const user of ['user_a', 'user_b', 'user_c']) {
    assert.ok(model.countOf(user) <= MODEL.limit, 'I12: the limit of a buyer holds')
  }
  for (const it of model.living()) {
    const { reservation } = await client.getReservation({ reservationId: it.id })
    const numbers = reservation?.seats.map(({ seatNumber }) => seatNumber).sort()
    if (it.status !== 'CONFIRMED') assert.deepEqual(numbers, it.seats.toSorted(), 'I11')
  }
}

/** Runs `act`, which must succeed exactly if `expected`. */
async function attempt<Answer>(
  expected: boolean,
  act: Promise<Answer>,
): Promise<Answer | undefined> {
  try {
    const answer = await act
    assert.ok(expected, 'was granted against the model')
    return answer
  } catch (error) {
    if (!isDomainError(error)) throw error
    assert.ok(!expected, `was refused against the model: ${error.code}`)
    return undefined
  }
}
