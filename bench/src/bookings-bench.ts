import type { GeneratorReport, Load } from './generator/plan.ts'
import { runGenerator } from './run-generator.ts'
import type { Target } from './targets/target.ts'

/** How one target did. */
export interface TargetResult {
  readonly name: string
  readonly bookingsPerSecond: number
  readonly cpuUsPerBooking: number
  readonly generatorCpuUsPerBooking: number
  /** At half of `bookingsPerSecond`, arrivals at random. */
  readonly halfLoad: GeneratorReport
  readonly fullLoad: GeneratorReport
  readonly oversold: number
  /** Bookings answered CONFIRMED that the store does not have. */
  readonly lost: number
}

const SEATS_PER_BOOKING = 2
/** Buyers at once under full load. */
const CONCURRENCY = 256
const WARM_UP_SECONDS = 2

/**
 * Warm-up, then as much as the target can take, then half of that with random arrivals; then what
 * the store says.
 */
export async function benchTarget(target: Target, seconds: number): Promise<TargetResult> {
  const acknowledged: string[] = []
  let firstSeat = 0
  const run = async (name: string, load: Load): Promise<GeneratorReport> => {
    const { port, tokens, events } = target
    const report = await runGenerator({
      port,
      tokens,
      events,
      seatsPerBooking: SEATS_PER_BOOKING,
      firstSeat,
      load,
      run: name,
    })
    firstSeat += report.seatsUsed
    acknowledged.push(...report.bookingIds)
    return report
  }
  await run('warm-up', { kind: 'closed', concurrency: CONCURRENCY, seconds: WARM_UP_SECONDS })
  const cpuBeforeUs = target.cpuUs()
  const fullLoad = await run('full', { kind: 'closed', concurrency: CONCURRENCY, seconds })
  const cpuUs = target.cpuUs() - cpuBeforeUs
  const bookingsPerSecond = fullLoad.confirmed / fullLoad.seconds
  const halfLoad = await run('half', { kind: 'open', perSecond: bookingsPerSecond / 2, seconds })
  const stored = await target.finish()
  return {
    name: target.name,
    bookingsPerSecond,
    cpuUsPerBooking: cpuUs / Math.max(1, fullLoad.confirmed),
    generatorCpuUsPerBooking: fullLoad.cpuUsPerBooking,
    halfLoad,
    fullLoad,
    oversold: stored.oversold,
    lost: acknowledged.filter((id) => !stored.hasBooking(id)).length,
  }
}
