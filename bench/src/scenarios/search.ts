import { generate } from '../generator/generate.ts'
import type { Load, ReadReport } from '../generator/plan.ts'
import { stadium } from '../hall.ts'
import { indexed, quiet, seasonDirectory } from '../season/open-season.ts'
import { searchPaths, suggestPaths } from '../season/season.ts'
import type { Stage } from '../stage/stage.ts'
import { eventsFor, openUsher, type UsherTarget } from '../targets/open-usher.ts'
import { CONCURRENCY, isSound, Purchases, SEATS_PER_BOOKING } from './purchases.ts'
import type { Outcome, ScenarioOptions } from './scenario.ts'
import {
  type MeasuredRound,
  type MeasuredSearches,
  searchReport,
  searchTable,
} from './search-report.ts'

const EVENTS = 100_000
/** Together what a city's audience asks for; on two cores more would be a load of its own. */
const SEARCHES_PER_SECOND = 20
const SUGGESTIONS_PER_SECOND = 10
/** Different questions, each asked again now and then. */
const QUESTIONS = 600
/** Pairs of rounds, with searches and without: what a busy machine does to one, it does to both. */
const PAIRS = 3
/** Of the seconds that a load lasts: short rounds that alternate tell more than long ones. */
const ROUND_SHARE = 0.5
const WARM_UP_SECONDS = 5
/** More than a machine of this decade books a second: decides how many events are prepared. */
const BOOKINGS_PER_SECOND_MAX = 8000

/** Searches over 100,000 events, alone and beside bookings, and these with searches or without. */
export async function search(stage: Stage, { seconds }: ScenarioOptions): Promise<Outcome> {
  stage.say(`usher: a season of ${EVENTS.toLocaleString('en')} events is made`)
  const directory = await seasonDirectory(stage, EVENTS)
  const target = await openUsher(stage, { hall: stadium, events: stadiumsFor(seconds), directory })
  stage.say('the search index is made')
  await indexed(target)
  await quiet(target)
  const run = new SearchRun(stage, target)
  await run.searches(WARM_UP_SECONDS)
  stage.say('searches alone')
  const alone = await run.searches(seconds)
  const rounds = await run.rounds(seconds * ROUND_SHARE)
  const verdict = await run.purchases.verdict()
  const report = searchReport({
    events: EVENTS,
    searchesPerSecond: SEARCHES_PER_SECOND,
    suggestionsPerSecond: SUGGESTIONS_PER_SECOND,
    alone,
    rounds,
    verdict,
  })
  return { document: report, table: searchTable(report), sound: isSound(verdict) }
}

class SearchRun {
  readonly purchases: Purchases
  readonly #stage: Stage
  readonly #target: UsherTarget

  constructor(stage: Stage, target: UsherTarget) {
    this.#stage = stage
    this.#target = target
    this.purchases = new Purchases(stage, target)
  }

  /** Pairs of a full load of bookings without and with searches, then of half of that load. */
  async rounds(seconds: number): Promise<readonly MeasuredRound[]> {
    const closed: Load = { kind: 'closed', concurrency: CONCURRENCY, seconds }
    this.#stage.say('bookings, without searches and beside them')
    await this.purchases.run('warm-up', { ...closed, seconds: WARM_UP_SECONDS })
    const full = await this.#pairs('full', closed)
    const [first] = full
    const perSecond = first ? first.bookings.done / first.bookings.seconds / 2 : 1
    return [...full, ...(await this.#pairs('half', { kind: 'open', perSecond, seconds }))]
  }

  async #pairs(name: MeasuredRound['load'], load: Load): Promise<readonly MeasuredRound[]> {
    const rounds: MeasuredRound[] = []
    for (let pair = 0; pair < PAIRS; pair++) {
      // Who is first takes turns: what a round leaves to be done is charged to either.
      const order = pair % 2 === 0 ? [false, true] : [true, false]
      for (const beside of order) rounds.push(await this.#round({ name, pair, beside }, load))
    }
    return rounds
  }

  async #round(
    { name, pair, beside }: { name: MeasuredRound['load']; pair: number; beside: boolean },
    load: Load,
  ): Promise<MeasuredRound> {
    const beforeUs = this.#target.mainThreadCpuUs()
    const [bookings, searches] = await Promise.all([
      this.purchases.run(`${name}-${pair}-${beside}`, load),
      beside ? this.searches(load.seconds) : undefined,
    ])
    const mainThreadCpuUs = this.#target.mainThreadCpuUs() - beforeUs
    return { load: name, pair, bookings, searches, mainThreadCpuUs }
  }

  /** Searches and suggestions, each from a generator of its own. */
  async searches(seconds: number): Promise<MeasuredSearches> {
    const reads = (paths: readonly string[], perSecond: number): Promise<ReadReport> => {
      const { port } = this.#target
      const load: Load = { kind: 'open', perSecond, seconds }
      return generate(this.#stage, { kind: 'reads', port, paths, headers: {}, status: 200, load })
    }
    const [found, suggested] = await Promise.all([
      reads(searchPaths(QUESTIONS), SEARCHES_PER_SECOND),
      reads(suggestPaths(QUESTIONS), SUGGESTIONS_PER_SECOND),
    ])
    return { search: found, suggest: suggested }
  }
}

function stadiumsFor(seconds: number): number {
  const bookings =
    BOOKINGS_PER_SECOND_MAX * (WARM_UP_SECONDS + PAIRS * 2 * ROUND_SHARE * seconds * 1.5)
  return eventsFor(stadium, { bookings, seatsPerBooking: SEATS_PER_BOOKING })
}
