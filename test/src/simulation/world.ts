import type { Decorators } from '@usher/app/embedded/embedded-options'
import type { Clock } from '@usher/kernel'
import { memoryTables, reliableDisk, type Tables } from '@usher/stores'
import { manualClock, type ManualClock } from '@usher/testing'
import { type Envelope, faultyProvider } from './bank/faulty-provider.ts'
import { type Dice, diceOf } from './dice.ts'
import { type House, START_MS } from './house.ts'
import type { DiskTrouble, Platter } from './machine/simulated-disk.ts'
import { distantLedger } from './machine/distant-ledger.ts'
import { type Alterations, startProcess, type UsherProcess } from './machine/usher-process.ts'
import { Sightings } from './sightings.ts'

/** How much goes wrong in a run. */
export interface Weather {
  readonly disk: DiskTrouble
  /** The share of calls to the bank that go wrong. */
  readonly bank: number
  /** The share of reads of the seat ledger that take time, as those of a store elsewhere do. */
  readonly ledger: number
}

const calm: Weather = { disk: { usualMs: 5, slow: 0, failing: 0 }, bank: 0, ledger: 0 }

/** A process that met a failing disk ends within this time. */
const AGONY_MS = 50
/** From the end of a process to the start of the next. */
const DOWN_MS = 3000

// running -> down (crash, or soon after a disk failure) -> running (`restartIfDown`).

/** Everything around the buyers: time, the machine with its crashes, the disk and the bank. */
export class World {
  readonly clock: ManualClock
  readonly sightings = new Sightings()
  readonly platter: Platter
  readonly bank: Tables = memoryTables(reliableDisk())
  /** The webhooks that have come, for buyers of trouble who send them again. */
  readonly webhooks: Envelope[] = []
  /** The latest time that the wall clock has ever shown. */
  latestMs = START_MS
  lives = 0
  readonly #refunds = new Set<string>()
  readonly #seed: number
  readonly #dice: Dice
  readonly #alterations: Alterations
  #weather: Weather
  #process: UsherProcess | undefined
  #appendsToCrash = Infinity

  constructor(
    house: House,
    { seed, weather, alterations }: { seed: number; weather: Weather; alterations: Alterations },
  ) {
    this.clock = manualClock(START_MS)
    this.platter = { durable: [...house.durable] }
    this.#seed = seed
    this.#dice = diceOf(seed, 'machine')
    this.#weather = weather
    this.#alterations = alterations
  }

  get process(): UsherProcess {
    if (!this.#process) throw new Error('the machine has never been started')
    return this.#process
  }

  async start(): Promise<void> {
    this.lives += 1
    this.#appendsToCrash = Infinity
    this.#process = await startProcess({
      platter: this.platter,
      clock: this.clock,
      dice: this.#dice,
      bank: this.bank,
      randomSeed: (this.#seed * 7919 + this.lives) >>> 0,
      trouble: () => this.#weather.disk,
      around: (clock) => this.#around(clock),
      onAppend: () => this.#countAppend(),
      onFailure: () => this.#agonize(),
      alterations: this.#alterations,
    })
  }

  /** Ends the process before its `appends`-th commit from now; with 0, at once. */
  crashAfter(appends: number): void {
    if (appends === 0) this.crash()
    else this.#appendsToCrash = appends
  }

  crash(): void {
    const { power, disk } = this.process
    if (!power.on) return
    power.cut()
    this.sightings.saw('crash')
    if (disk.forget() > 0) this.sightings.saw('commits_forgotten')
  }

  async restartIfDown(): Promise<boolean> {
    if (this.process.power.on) return false
    await this.clock.advance(this.#dice.upTo(DOWN_MS))
    await this.start()
    return true
  }

  /**
   * From here on disk and bank draw from the step's own stream: what goes wrong in it does not
   * depend on the steps before, so that a plan can be shortened.
   */
  beginStep(id: number): void {
    this.#dice.turnTo(`step ${id}`)
  }

  async advance(ms: number): Promise<void> {
    await this.clock.advance(ms)
    this.latestMs = Math.max(this.latestMs, this.clock.nowMs())
  }

  /**
   * The wall clock jumps, as after a sleep or by NTP; jobs find the new time when they run next.
   */
  leap(ms: number): void {
    this.clock.stepWallClock(ms)
    this.latestMs = Math.max(this.latestMs, this.clock.nowMs())
  }

  /** From now on nothing goes wrong. */
  heal(): void {
    this.#weather = calm
    this.#appendsToCrash = Infinity
  }

  /** What lies between a process and the rest of the world. */
  #around(clock: Clock): Decorators {
    const { sightings } = this
    const dice = this.#dice
    const onWebhook = (envelope: Envelope) => this.#keepWebhook(envelope)
    const trouble = () => this.#weather.bank
    const line = { clock, dice, sightings, trouble, refunds: this.#refunds, onWebhook }
    const store = { clock, dice, slow: () => this.#weather.ledger }
    return {
      provider: (bank) => faultyProvider(line, bank),
      ledger: (ledger) => distantLedger(store, ledger),
    }
  }

  #keepWebhook(envelope: Envelope): void {
    this.sightings.saw('webhook')
    this.webhooks.push(envelope)
  }

  #countAppend(): void {
    this.#appendsToCrash -= 1
    if (this.#appendsToCrash > 0) return
    this.sightings.saw('crash_at_a_commit')
    this.crash()
  }

  #agonize(): void {
    this.sightings.saw('storage_fault')
    const { power } = this.process
    this.clock.schedule(this.#dice.upTo(AGONY_MS), () => {
      if (power.on) this.crash()
    })
  }
}
