import { generate } from '../generator/generate.ts'
import type { Load, ScannedTicket, ScanPlan } from '../generator/plan.ts'
import { stadium } from '../hall.ts'
import type { Stage } from '../stage/stage.ts'
import { checkInUnserved } from '../targets/check-in-unserved.ts'
import { openUsher, type UsherTarget } from '../targets/open-usher.ts'
import { readCheckIns } from '../targets/read-check-ins.ts'
import {
  checkInsReport,
  checkInsTable,
  isSoundDoor,
  type MeasuredScans,
} from './check-ins-report.ts'
import type { Outcome, ScenarioOptions } from './scenario.ts'
import { soldTickets } from './sold-tickets.ts'

const SCANNERS = 100
const EVENTS = 2
const WARM_UP_SECONDS = 3
/** Half load is a part of the seconds of full load: latencies settle sooner than a rate. */
const HALF_SHARE = 0.5
/** More than a machine of this decade lets in a second: decides how many tickets are sold. */
const PER_SECOND_MAX = 7000
/** Tickets for the check-ins without HTTP. */
const UNSERVED = 20_000

/** So many people at the doors at the same moment. */
const AT_ONCE = 128

/**
 * The bookings' mails have gone long before doors open. A mail server that is down keeps them from
 * going during this run: nothing listens on the port of "discard".
 */
const SETTINGS = {
  USHER_SMTP_URL: 'smtp://127.0.0.1:9',
  USHER_MAIL_FROM: 'tickets@bench.example',
}

/** People let in at doors: over HTTP, refused with the same codes, and let in without HTTP. */
export async function checkIns(stage: Stage, { seconds }: ScenarioOptions): Promise<Outcome> {
  stage.say(`usher: ${EVENTS} events of 80,000 seats, ${SCANNERS} scanners at their doors`)
  const target = await openUsher(stage, {
    hall: stadium,
    events: EVENTS,
    buyers: 1,
    scanners: SCANNERS,
    settings: SETTINGS,
  })
  const tickets = await soldTickets(stage, target, ticketsFor(seconds))
  const door = new DoorRun(stage, target, tickets.slice(0, -UNSERVED))
  const served = await door.run(seconds)
  await target.end()
  stage.say('the same without HTTP')
  const unserved = await checkInUnserved(stage, target.directory, tickets.slice(-UNSERVED))
  const admitted = door.admitted + unserved.admitted
  const verdict = { ...readCheckIns(target.directory, admitted), mismatches: 0 }
  verdict.mismatches = (await target.finish()).mismatches
  const report = checkInsReport({ scanners: SCANNERS, ...served, unserved, admitted, verdict })
  return { document: report, table: checkInsTable(report), sound: isSoundDoor(verdict) }
}

class DoorRun {
  readonly #stage: Stage
  readonly #target: UsherTarget
  readonly #tickets: readonly ScannedTicket[]
  /** Told that they may go in. */
  admitted = 0
  #scanned = 0

  constructor(stage: Stage, target: UsherTarget, tickets: readonly ScannedTicket[]) {
    this.#stage = stage
    this.#target = target
    this.#tickets = tickets
  }

  async run(seconds: number) {
    this.#stage.say('people at the doors')
    const closed = { kind: 'closed', concurrency: AT_ONCE } as const
    await this.#admit({ ...closed, seconds: WARM_UP_SECONDS })
    const full = await this.#admit({ ...closed, seconds })
    const perSecond = full.done / full.seconds / 2
    const half = await this.#admit({ kind: 'open', perSecond, seconds: seconds * HALF_SHARE })
    this.#stage.say('the same tickets again')
    const again = await this.#scan({
      tickets: this.#tickets.slice(0, this.#scanned),
      expected: 'refused',
      again: true,
      load: { ...closed, seconds: seconds * HALF_SHARE },
    })
    return { full, half, again }
  }

  async #admit(load: Load): Promise<MeasuredScans> {
    const report = await this.#scan({
      tickets: this.#tickets.slice(this.#scanned),
      expected: 'admitted',
      again: false,
      load,
    })
    this.#scanned += report.scanned
    this.admitted += report.done
    if (report.ranOut) this.#stage.say('the tickets ran out, this run was shorter')
    return report
  }

  async #scan(plan: Omit<ScanPlan, 'kind' | 'port' | 'tokens'>): Promise<MeasuredScans> {
    const { port, scannerTokens: tokens } = this.#target
    const beforeUs = this.#target.cpuUs()
    const mainBeforeUs = this.#target.mainThreadCpuUs()
    const report = await generate(this.#stage, { kind: 'scans', port, tokens, ...plan })
    return {
      ...report,
      serverCpuUs: this.#target.cpuUs() - beforeUs,
      mainThreadCpuUs: this.#target.mainThreadCpuUs() - mainBeforeUs,
    }
  }
}

function ticketsFor(seconds: number): number {
  return Math.ceil(PER_SECOND_MAX * (WARM_UP_SECONDS + seconds * (1 + HALF_SHARE / 2))) + UNSERVED
}
