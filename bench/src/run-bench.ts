import { distributed } from './distributed/distributed.ts'
import { availability } from './scenarios/availability.ts'
import { bookings } from './scenarios/bookings.ts'
import { checkIns } from './scenarios/check-ins.ts'
import { oneAfterAnother } from './scenarios/one-after-another.ts'
import { race } from './scenarios/race.ts'
import { scale } from './scenarios/scale.ts'
import type { Outcome, Scenario, ScenarioOptions } from './scenarios/scenario.ts'
import { search } from './scenarios/search.ts'
import { tickets } from './scenarios/tickets.ts'
import type { Say } from './stage/stage.ts'
import { withStage } from './stage/with-stage.ts'

export type { Outcome } from './scenarios/scenario.ts'

const each = {
  bookings,
  availability,
  scale,
  race,
  search,
  tickets,
  'check-ins': checkIns,
} satisfies Record<string, Scenario>

/** `all` leaves out what needs servers of other houses, and downloads them. */
const scenarios = { ...each, distributed, all: oneAfterAnother(each) }

export type BenchName = keyof typeof scenarios

export interface BenchOptions extends ScenarioOptions {
  /** Told of each step, for the person who watches. */
  readonly say: Say
}

/**
 * Runs a benchmark; every process and directory it makes is gone afterwards. A signal ends this
 * process. Fails with unavailable / cannot_start when a server, a port or a directory is missing.
 */
export function runBench(name: BenchName, { say, ...options }: BenchOptions): Promise<Outcome> {
  return withStage(say, (stage) => scenarios[name](stage, options))
}
