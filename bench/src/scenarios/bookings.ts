import { isDomainError } from '@usher/kernel'
import { shuffledSeats, stadium } from '../hall.ts'
import type { Stage } from '../stage/stage.ts'
import { openLimit } from '../targets/open-limit.ts'
import { openPostgres } from '../targets/open-postgres.ts'
import { eventsFor, openUsher } from '../targets/open-usher.ts'
import type { Target } from '../targets/target.ts'
import { bookingsReport, bookingsTable, type TargetResult } from './bookings-report.ts'
import { CONCURRENCY, isSound, Purchases, SEATS_PER_BOOKING } from './purchases.ts'
import type { Outcome, ScenarioOptions } from './scenario.ts'

/** Until then the compiler takes much of the CPU that is counted. */
const WARM_UP_SECONDS = 5
/** More than a machine of this decade books a second: decides how many events are prepared. */
const USHER_PER_SECOND_MAX = 12_000
const POSTGRES_PER_SECOND_MAX = 4000

/** Complete bookings: Usher beside what one would write instead, one after the other. */
export async function bookings(stage: Stage, options: ScenarioOptions): Promise<Outcome> {
  const { seconds } = options
  stage.say('usher: events of 80,000 seats, complete bookings over HTTP')
  const target = await openUsher(stage, {
    hall: stadium,
    events: stadiumsFor(USHER_PER_SECOND_MAX, seconds),
  })
  const usher = await measure(stage, target, seconds)
  const others = options.baselines ? await baselines(stage, seconds) : []
  const report = bookingsReport(usher, others)
  return { document: report, table: bookingsTable(report), sound: isSound(usher.verdict) }
}

async function baselines(stage: Stage, seconds: number): Promise<readonly TargetResult[]> {
  const seats = shuffledSeats(stadium)
  stage.say('limit: the same HTTP server, handlers that only write')
  const results = [await measure(stage, await openLimit(stage, seats), seconds)]
  stage.say('postgres: SELECT … FOR UPDATE behind the same HTTP server')
  const postgres = await postgresIfItRuns(stage, seats, seconds)
  if (postgres) results.push(await measure(stage, postgres, seconds))
  return results
}

/** Usher's figures are worth having also where PostgreSQL is missing or will not start. */
async function postgresIfItRuns(
  stage: Stage,
  seats: readonly string[],
  seconds: number,
): Promise<Target | undefined> {
  const length = stadiumsFor(POSTGRES_PER_SECOND_MAX, seconds)
  const eventIds = Array.from({ length }, (_, i) => i + 1)
  try {
    const target = await openPostgres(stage, { eventIds, seats })
    if (!target) stage.say('postgres: not installed (Debian: postgresql), left out')
    return target
  } catch (error) {
    if (!isDomainError(error, 'cannot_start')) throw error
    stage.say(`postgres: left out, ${error.message}`)
    return undefined
  }
}

/** Warm-up, then as much as the target can take, then half of that with random arrivals. */
async function measure(stage: Stage, target: Target, seconds: number): Promise<TargetResult> {
  const purchases = new Purchases(stage, target)
  await purchases.run('warm-up', {
    kind: 'closed',
    concurrency: CONCURRENCY,
    seconds: WARM_UP_SECONDS,
  })
  const full = await purchases.run('full', { kind: 'closed', concurrency: CONCURRENCY, seconds })
  const perSecond = full.done / full.seconds / 2
  const half = await purchases.run('half', { kind: 'open', perSecond, seconds })
  return { name: target.name, full, half, verdict: await purchases.verdict() }
}

function stadiumsFor(perSecondMax: number, seconds: number): number {
  const bookings = perSecondMax * (WARM_UP_SECONDS + seconds + seconds / 2)
  return eventsFor(stadium, { bookings, seatsPerBooking: SEATS_PER_BOOKING })
}
