import { createHash } from 'node:crypto'
import { sandboxPaymentsTable } from '@usher/payment/adapters/sandbox/tables-sandbox-ledger'
import { put } from '@usher/stores'
import { DurableLog } from './checks/durable-log.ts'
import { checkFinal, checkShown, isQuiet } from './checks/final.ts'
import { checkMoney } from './checks/money.ts'
import { checkSeats } from './checks/seats.ts'
import { type Breach, readState, type State } from './checks/state.ts'
import { checkTold } from './checks/told.ts'
import { Clients } from './clients/clients.ts'
import { type House, houseWith } from './house.ts'
import type { Alterations } from './machine/usher-process.ts'
import type { Plan } from './plan/plan.ts'
import { lineOf, type Step } from './plan/steps.ts'
import type { Sightings } from './sightings.ts'
import { World } from './world.ts'

export interface Outcome {
  /** The first that was found, and after which step (the number of steps: in the end). */
  readonly breach: (Breach & { readonly afterStep: number }) | undefined
  readonly sightings: Sightings
  readonly trace: readonly string[]
  /** The same for the same plan, always. */
  readonly hash: string
}

/** Runs a plan from an empty house to quiet, and looks at everything after each step. */
export async function simulate(plan: Plan, alterations: Alterations = {}): Promise<Outcome> {
  const house = await houseWith(plan.rules)
  const { seed, weather } = plan
  const run = new Run(house, new World(house, { seed, weather, alterations }))
  const breach = await run.play(plan.steps)
  const { trace } = run.clients.calls
  const hash = createHash('sha256').update(trace.join('\n')).digest('hex')
  return { breach, sightings: run.world.sightings, trace, hash }
}

/**
 * How long everything may take once nothing goes wrong any more: a challenge of 15 minutes and an
 * hour of reservations.
 */
const HEALING_MS = 6 * 3_600_000

class Run {
  readonly world: World
  readonly clients: Clients
  readonly #house: House
  readonly #log: DurableLog

  constructor(house: House, world: World) {
    this.#house = house
    this.world = world
    this.clients = new Clients(world, house)
    this.#log = new DurableLog(world.platter, world.sightings)
  }

  async play(steps: readonly Step[]): Promise<Outcome['breach']> {
    await this.world.start()
    for (const [index, step] of steps.entries()) {
      this.clients.calls.note(lineOf(step))
      this.world.beginStep(step.id)
      await this.#take(step)
      if (step.thenMs === 0) continue
      const [breach] = this.#check(await this.#settledState())
      if (breach) return { ...breach, afterStep: index }
    }
    const breach = await this.#heal()
    return breach && { ...breach, afterStep: steps.length }
  }

  async #take(step: Step): Promise<void> {
    this.clients.perform(step)
    if (step.do === 'wait') await this.world.advance(step.ms)
    if (step.do === 'leap') this.world.leap(step.ms)
    if (step.do === 'crash') this.world.crashAfter(step.appends)
    if (step.thenMs > 0) await this.world.advance(step.thenMs)
  }

  /** A state with a process to ask: one that is down is started first. */
  async #settledState(): Promise<State> {
    const restarted = await this.world.restartIfDown()
    const state = await readState(this.world.process.tables)
    if (restarted) this.#seeAfterCrash(state)
    return state
  }

  #seeAfterCrash({ bookings, reservations, bank }: State): void {
    this.clients.calls.note(`life ${this.world.lives}`)
    for (const booking of bookings.values()) {
      if (booking.step === 'rest') continue
      this.world.sightings.saw(`crash_during_${booking.step}`)
      const reservation = reservations.get(booking.reservation_id)
      const payment = bank.find(({ bookingId }) => bookingId === booking.booking_id)
      if (reservation?.status !== 'CONFIRMED' || payment?.status !== 'AUTHORIZED') continue
      this.world.sightings.saw('crash_between_decision_and_capture')
    }
  }

  *#check(state: State): Generator<Breach> {
    yield* this.#log.check()
    yield* checkSeats(this.#house, state)
    yield* checkMoney(state)
    yield* checkTold({ history: this.clients.history, latestMs: this.world.latestMs }, state)
  }

  async #heal(): Promise<Breach | undefined> {
    this.world.heal()
    // Whatever was on its way to a disk that is now well arrives, or the process ends of what it
    // met before.
    await this.world.advance(10_000)
    await this.world.restartIfDown()
    await this.#bankDecides()
    let state = await this.#pass(10_000)
    for (let passedMs = 0; !isQuiet(state) && passedMs < HEALING_MS; passedMs += 90_000) {
      const [breach] = this.#check(state)
      if (breach) return breach
      state = await this.#pass(90_000)
    }
    return this.#checkEnd(state)
  }

  /** Time passes, most of it at once; jobs meet it twice. */
  async #pass(ms: number): Promise<State> {
    this.world.leap(ms)
    await this.world.advance(6000)
    return readState(this.world.process.tables)
  }

  /** A bank that has not made up its mind does so in the end, or nothing could. */
  async #bankDecides(): Promise<void> {
    const { bank } = await readState(this.world.process.tables)
    const open = bank.filter(({ status, settlesAtMs }) => status === 'PENDING' && settlesAtMs === 0)
    const declineCode = 'bank_gave_up'
    await this.world.bank.commit(
      open.map((payment) =>
        put(sandboxPaymentsTable, { ...payment, status: 'DECLINED', declineCode }),
      ),
    )
  }

  async #checkEnd(state: State): Promise<Breach | undefined> {
    for (const breach of this.#check(state)) return breach
    for (const { bookingId, status } of state.bank) {
      const failed = state.bookings.get(bookingId)?.status === 'FAILED'
      if (status === 'VOIDED' && failed) this.world.sightings.saw('money_voided')
    }
    const { tables, root } = this.world.process
    for await (const breach of checkFinal(tables, state)) return breach
    for await (const breach of checkShown(this.#house, root.clients, state)) return breach
    return undefined
  }
}
