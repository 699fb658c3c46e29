import { generate } from '../generator/generate.ts'
import type { Load, ReadPlan, ReadReport } from '../generator/plan.ts'
import { stadium } from '../hall.ts'
import { type LatencyMs, latencyMs, measured } from '../measured.ts'
import type { Stage } from '../stage/stage.ts'
import { renderTable } from '../table.ts'
import { openUsher, type UsherTarget } from '../targets/open-usher.ts'
import { isSound, Purchases, type Verdict } from './purchases.ts'
import type { Outcome, ScenarioOptions } from './scenario.ts'

/** Readers at once under full load. */
const READERS = 128
const WARM_UP_SECONDS = 1
/** Buyers a second meanwhile: nothing stays as it was for long, and what is kept grows stale. */
const SALES_PER_SECOND = 20

type Request = Pick<ReadPlan, 'headers' | 'status'> & {
  readonly name: string
  readonly withSales: boolean
}

const MAP = { accept: 'application/octet-stream' }

interface RequestSummary {
  readonly name: string
  readonly requests_per_second: number
  /** What a server core that did nothing else would answer. */
  readonly requests_per_second_per_core: number | null
  readonly cpu_us_per_request: number | null
  readonly generator_cpu_us_per_request: number | null
  /** At half of that load, from the moment each reader was due. */
  readonly latency_ms: LatencyMs
  readonly body_bytes: number
  readonly refused: Readonly<Record<string, number>>
}

/** What is left of an event of 80,000 seats, as a map, as counts, and when nothing has changed. */
export async function availability(stage: Stage, { seconds }: ScenarioOptions): Promise<Outcome> {
  stage.say('usher: an event of 80,000 seats')
  const target = await openUsher(stage, { hall: stadium, events: 1 })
  const purchases = new Purchases(stage, target)
  const requests: RequestSummary[] = []
  for (const request of await allRequests(target)) {
    stage.say(`${request.name}: ${request.withSales ? 'while seats are sold' : 'nothing changes'}`)
    const measure = (load: Load) => measureReads(stage, { target, purchases, request, load })
    await measure({ kind: 'closed', concurrency: READERS, seconds: WARM_UP_SECONDS })
    const full = await measure({ kind: 'closed', concurrency: READERS, seconds })
    const perSecond = full.done / full.seconds / 2
    const half = await measure({ kind: 'open', perSecond, seconds })
    requests.push(summary(request.name, full, half))
  }
  const verdict = await purchases.verdict()
  return { document: document(requests, verdict), table: table(requests), sound: isSound(verdict) }
}

/** The request with If-None-Match comes first, while the tag that it sends is right. */
async function allRequests({ port, eventIds }: UsherTarget): Promise<readonly Request[]> {
  const answer = await fetch(`http://127.0.0.1:${port}${pathOf(eventIds)}`, { headers: MAP })
  await answer.arrayBuffer()
  const unchanged = { ...MAP, 'if-none-match': answer.headers.get('etag') ?? '' }
  return [
    { name: 'unchanged (304)', headers: unchanged, status: 304, withSales: false },
    { name: 'map of all seats', headers: MAP, status: 200, withSales: true },
    { name: 'counts as JSON', headers: {}, status: 200, withSales: true },
  ]
}

interface MeasuredReads extends ReadReport {
  readonly serverCpuUs: number
}

interface Reads {
  readonly target: UsherTarget
  readonly purchases: Purchases
  readonly request: Request
  readonly load: Load
}

async function measureReads(
  stage: Stage,
  { target, purchases, request, load }: Reads,
): Promise<MeasuredReads> {
  const { port, eventIds } = target
  const { headers, status, name } = request
  const cpuBeforeUs = target.cpuUs()
  const { seconds } = load
  const sales: Load = { kind: 'open', perSecond: SALES_PER_SECOND, seconds }
  const [report] = await Promise.all([
    generate(stage, { kind: 'reads', port, paths: [pathOf(eventIds)], headers, status, load }),
    request.withSales && purchases.run(`${name} ${load.kind} ${seconds}`, sales),
  ])
  return { ...report, serverCpuUs: target.cpuUs() - cpuBeforeUs }
}

function pathOf([eventId]: readonly number[]): string {
  return `/v1/events/${eventId}/availability`
}

function summary(name: string, full: MeasuredReads, half: MeasuredReads): RequestSummary {
  const cpuUs = full.serverCpuUs / full.done
  return {
    name,
    requests_per_second: measured(full.done / full.seconds) ?? 0,
    requests_per_second_per_core: measured(1e6 / cpuUs),
    cpu_us_per_request: measured(cpuUs, 1),
    generator_cpu_us_per_request: measured(full.cpuUs / full.done, 1),
    latency_ms: latencyMs(half.latencyMs),
    body_bytes: full.bodyBytes,
    refused: { ...full.refused, ...half.refused },
  }
}

function document(requests: readonly RequestSummary[], verdict: Verdict): object {
  return { seats: 80_000, sales_per_second: SALES_PER_SECOND, requests, ...verdict }
}

function table(requests: readonly RequestSummary[]): string {
  const head = [
    '',
    'requests/s',
    'per server core',
    'server CPU µs',
    'ms p50',
    'p95',
    'p99',
    'bytes',
  ]
  const rows = requests.map((each) => [
    each.name,
    each.requests_per_second,
    each.requests_per_second_per_core,
    each.cpu_us_per_request,
    ...Object.values(each.latency_ms),
    each.body_bytes,
  ])
  return renderTable(head, rows)
}
