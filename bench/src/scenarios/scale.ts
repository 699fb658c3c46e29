import type { PurchasePlan } from '../generator/plan.ts'
import { concertHall, type Hall, sizeOf, stadium, theatre } from '../hall.ts'
import { measured } from '../measured.ts'
import type { Stage } from '../stage/stage.ts'
import { renderTable } from '../table.ts'
import { eventsFor, openUsher } from '../targets/open-usher.ts'
import { CONCURRENCY, isSound, Purchases, SEATS_PER_BOOKING, type Verdict } from './purchases.ts'
import type { Outcome, ScenarioOptions } from './scenario.ts'

/** Long enough that the compiler is done, whatever the size of the events. */
const WARM_UP_SECONDS = 3
/** More than a machine of this decade books a second: decides how many events are prepared. */
const PER_SECOND_MAX = 8000

interface Size {
  readonly name: string
  readonly hall: Hall
  readonly eventsMin: number
  readonly events: PurchasePlan['events']
}

const sizes: readonly Size[] = [
  {
    name: 'one event of 3,000 seats after another',
    hall: concertHall,
    eventsMin: 1,
    events: 'one after another',
  },
  {
    name: 'one event of 80,000 seats after another',
    hall: stadium,
    eventsMin: 1,
    events: 'one after another',
  },
  { name: '200 events of 1,000 seats at once', hall: theatre, eventsMin: 200, events: 'at once' },
]

interface SizeSummary extends Verdict {
  readonly name: string
  readonly events: number
  readonly seats_per_event: number
  readonly bookings: number
  readonly bookings_per_second: number | null
  readonly cpu_us_per_booking: number | null
  readonly reservation_ms_p99: number
}

/** What a booking costs in small events, in large ones, and in many at once. */
export async function scale(stage: Stage, { seconds }: ScenarioOptions): Promise<Outcome> {
  const summaries: SizeSummary[] = []
  for (const size of sizes) {
    stage.say(`usher: ${size.name}`)
    summaries.push(await measure(stage, size, seconds))
  }
  const costs = summaries.map((each) => each.cpu_us_per_booking ?? Number.NaN)
  const spread = measured(Math.max(...costs) / Math.min(...costs), 2)
  return {
    document: { sizes: summaries, most_to_least_cpu: spread },
    table: table(summaries, spread),
    sound: summaries.every(isSound),
  }
}

async function measure(
  stage: Stage,
  { name, hall, events, eventsMin }: Size,
  seconds: number,
): Promise<SizeSummary> {
  const bookings = PER_SECOND_MAX * (WARM_UP_SECONDS + seconds)
  const needed = eventsFor(hall, { bookings, seatsPerBooking: SEATS_PER_BOOKING })
  const target = await openUsher(stage, { hall, events: Math.max(eventsMin, needed) })
  const purchases = new Purchases(stage, target, events)
  const load = { kind: 'closed', concurrency: CONCURRENCY } as const
  await purchases.run('warm-up', { ...load, seconds: WARM_UP_SECONDS })
  const full = await purchases.run('full', { ...load, seconds })
  return {
    name,
    events: target.eventIds.length,
    seats_per_event: sizeOf(hall),
    bookings: full.done,
    bookings_per_second: measured(full.done / full.seconds),
    cpu_us_per_booking: measured(full.serverCpuUs / full.done, 1),
    reservation_ms_p99: full.reservationMs.p99,
    ...(await purchases.verdict()),
  }
}

function table(summaries: readonly SizeSummary[], spread: number | null): string {
  const head = ['', 'bookings', 'bookings/s', 'server CPU µs', 'oversold', 'lost', 'mismatches']
  const rows = summaries.map((each) => [
    each.name,
    each.bookings,
    each.bookings_per_second,
    each.cpu_us_per_booking,
    each.oversold,
    each.lost,
    each.mismatches,
  ])
  const times = spread === null ? 'was not measured' : `is ${spread} times the least`
  return [renderTable(head, rows), '', `the most CPU for a booking ${times}`].join('\n')
}
