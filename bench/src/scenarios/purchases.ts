import { generate } from '../generator/generate.ts'
import type { Load, PurchasePlan, PurchaseReport } from '../generator/plan.ts'
import type { Stage } from '../stage/stage.ts'
import type { Stored, Target } from '../targets/target.ts'

export const SEATS_PER_BOOKING = 2
/** Buyers at once under full load. */
export const CONCURRENCY = 256

/** A load, and what it cost the server. */
export interface MeasuredPurchases extends PurchaseReport {
  /** Of all processes of the server; NaN where that cannot be told. */
  readonly serverCpuUs: number
}

/** What became of what buyers were told; undefined counts when the store cannot be read. */
export interface Verdict {
  readonly oversold: number | undefined
  /** Bookings answered CONFIRMED that the store does not have. */
  readonly lost: number | undefined
  readonly mismatches: number | undefined
}

/** One load after another on one target; no two buyers of all of them want the same seat. */
export class Purchases {
  readonly #stage: Stage
  readonly #target: Target
  readonly #events: PurchasePlan['events']
  readonly #acknowledged: string[] = []
  #buyers = 0

  constructor(stage: Stage, target: Target, events: PurchasePlan['events'] = 'one after another') {
    this.#stage = stage
    this.#target = target
    this.#events = events
  }

  async run(run: string, load: Load): Promise<MeasuredPurchases> {
    const { port, tokens, eventIds, seats, name } = this.#target
    const cpuBeforeUs = this.#target.cpuUs()
    const report = await generate(this.#stage, {
      kind: 'purchases',
      port,
      tokens,
      eventIds,
      seats,
      events: this.#events,
      seatsPerBooking: SEATS_PER_BOOKING,
      firstBuyer: this.#buyers,
      load,
      run,
    })
    const serverCpuUs = this.#target.cpuUs() - cpuBeforeUs
    this.#buyers += report.buyers
    this.#acknowledged.push(...report.bookingIds)
    if (report.ranOut) this.#stage.say(`${name}: the seats ran out, this run was shorter`)
    return { ...report, serverCpuUs }
  }

  /** Ends the target and compares what was acknowledged with what is stored. */
  async verdict(): Promise<Verdict> {
    return verdictOf(await this.#target.finish(), this.#acknowledged)
  }
}

export function verdictOf(stored: Stored | undefined, acknowledged: readonly string[]): Verdict {
  return {
    oversold: stored?.oversold,
    lost: stored && acknowledged.filter((id) => !stored.hasBooking(id)).length,
    mismatches: stored?.mismatches,
  }
}

export function isSound({ oversold = 0, lost = 0, mismatches = 0 }: Verdict): boolean {
  return oversold + lost + mismatches === 0
}
