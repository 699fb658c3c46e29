import { generate } from '../generator/generate.ts'
import type { ReadReport } from '../generator/plan.ts'
import { theatre, shuffledSeats } from '../hall.ts'
import {
  isSound,
  type MeasuredPurchases,
  Purchases,
  SEATS_PER_BOOKING,
} from '../scenarios/purchases.ts'
import type { Outcome, ScenarioOptions } from '../scenarios/scenario.ts'
import type { Stage } from '../stage/stage.ts'
import { eventsFor } from '../targets/open-usher.ts'
import type { Target } from '../targets/target.ts'
import { UsherApi } from '../targets/usher-api.ts'
import { distributedReport, distributedTable, type Run } from './distributed-report.ts'
import { openPlatform, type Platform } from './open-platform.ts'
import { costOf, idleCost, total } from './platform-cost.ts'
import { readPlatformStore } from './read-platform-store.ts'
import { slaOf, type Watched } from './sla.ts'
import { caughtUp, greatestLag } from './watch-platform.ts'

/** Buyers at once under full load. */
const CONCURRENCY = 32
/** Enough for the compiler of each process to have seen most of what it does. */
const WARM_UP_SECONDS = 30
const IDLE_SECONDS = 10
const BUYERS = 20
/** More than sixteen processes on a few cores sell a second: decides how many events there are. */
const PER_SECOND_MAX = 40
/** People who look at what is left while others buy. */
const READS_PER_SECOND = 20

/** Complete bookings on the distributed platform, with one instance of inventory, two and four. */
export async function distributed(stage: Stage, { seconds }: ScenarioOptions): Promise<Outcome> {
  const plain = await measure(stage, 1, seconds)
  // What follows takes minutes more, and this is what most want to know.
  stage.say(distributedTable(distributedReport([plain])))
  const runs: [Run, ...Run[]] = [plain]
  for (const inventories of [2, 4]) runs.push(await measure(stage, inventories, seconds))
  const report = distributedReport(runs)
  const sound = runs.every(({ verdict }) => isSound(verdict))
  return { document: report, table: distributedTable(report), sound }
}

async function measure(stage: Stage, inventories: number, seconds: number): Promise<Run> {
  stage.say(`distributed: servers and services, ${inventories} of inventory`)
  const further = Array.from({ length: inventories - 1 }, (_, i) => `inventory-${i + 2}`)
  const platform = await openPlatform(stage, further)
  const target = await openTarget(platform, seconds)
  await caughtUp(platform)
  const idle = await idleCost(platform, IDLE_SECONDS)
  const purchases = new Purchases(stage, target)
  const load = { kind: 'closed', concurrency: CONCURRENCY } as const
  await purchases.run('warm-up', { ...load, seconds: WARM_UP_SECONDS })
  await caughtUp(platform)
  const run = { full: undefined as MeasuredPurchases | undefined }
  const cost = await costOf(platform, async () => {
    run.full = await purchases.run('full', { ...load, seconds })
    await caughtUp(platform)
  })
  const full = run.full as MeasuredPurchases
  const { half, watched } = await watchHalf(stage, { platform, target, purchases, full, seconds })
  const verdict = await purchases.verdict()
  const sla = slaOf({ ...watched, oversold: verdict.oversold ?? 0 })
  return { inventories, idle, cost, full, half, verdict, sla }
}

async function openTarget(platform: Platform, seconds: number): Promise<Target> {
  const api = new UsherApi(platform.url)
  const bookings = PER_SECOND_MAX * (WARM_UP_SECONDS + seconds + seconds / 2)
  const events = eventsFor(theatre, { bookings, seatsPerBooking: SEATS_PER_BOOKING })
  return {
    name: 'distributed',
    port: Number(new URL(platform.url).port),
    eventIds: await api.createEvents(theatre, events),
    tokens: await api.createBuyers(BUYERS),
    seats: shuffledSeats(theatre),
    cpuUs: () => total(platform.services()),
    async finish() {
      const stored = await readPlatformStore(platform.endpoint)
      await platform.end()
      return stored
    },
  }
}

interface HalfLoad {
  readonly platform: Platform
  readonly target: Target
  readonly purchases: Purchases
  readonly full: MeasuredPurchases
  readonly seconds: number
}

/** Half of what it can take, at random, and people who look; what the targets are about. */
async function watchHalf(
  stage: Stage,
  { platform, target, purchases, full, seconds }: HalfLoad,
): Promise<{ half: MeasuredPurchases; watched: Omit<Watched, 'oversold'> }> {
  const before = await platform.scrape()
  const perSecond = full.done / full.seconds / 2
  const loads = Promise.all([
    purchases.run('half', { kind: 'open', perSecond, seconds }),
    readAvailability(stage, target, seconds),
  ])
  const lagSeconds = await greatestLag(platform, loads)
  const [half, reads] = await loads
  const after = await platform.scrape()
  const counts = [full, half, reads].map(({ done, refused }) => ({ done, refused }))
  const watched = {
    before,
    after,
    lagSeconds,
    reservationMsP99: half.reservationMs.p99,
    availabilityMsP99: reads.latencyMs.p99,
    answers: sum(counts.map(({ done, refused }) => done + sum(Object.values(refused)))),
    failed: sum(counts.map(({ refused }) => failures(refused))),
  }
  return { half, watched }
}

function readAvailability(stage: Stage, target: Target, seconds: number): Promise<ReadReport> {
  return generate(stage, {
    kind: 'reads',
    port: target.port,
    paths: target.eventIds.map((eventId) => `/v1/events/${eventId}/availability`),
    headers: { accept: 'application/json' },
    status: 200,
    load: { kind: 'open', perSecond: READS_PER_SECOND, seconds },
  })
}

/** What an operator answers for; a seat that is gone is no failure. */
function failures(refused: Readonly<Record<string, number>>): number {
  const failed = Object.entries(refused).filter(([status]) => status === '429' || status >= '500')
  return sum(failed.map(([, count]) => count))
}

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0)
}
