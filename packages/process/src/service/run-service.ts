import type { Consumer, EventBus } from '@usher/bus'
import { addOperations, gracefulClose, httpServer } from '@usher/http'
import {
  type Clock,
  isDomainError,
  type Environment,
  type Job,
  type Random,
  readTogether,
  systemClock,
  systemRandom,
} from '@usher/kernel'
import { type Offer, serveGrpc } from '@usher/rpc/grpc/serve-grpc'
import type { Tls } from '@usher/rpc/grpc/tls'
import {
  createLogger,
  type Logger,
  prometheusMetrics,
  type PrometheusMetrics,
} from '@usher/telemetry'
import { runJobs } from '../run-jobs.ts'
import { StopSignal } from '../stop-signal.ts'
import { Peers, readPeerAddresses } from './peers.ts'
import { type ProcessConfig, readProcessConfig } from './process-settings.ts'
import { tlsFiles } from './tls-files.ts'

/** What a service is opened with. */
export interface ServiceNeeds {
  readonly env: Environment
  readonly clock: Clock
  readonly random: Random
  readonly logger: Logger
  readonly metrics: PrometheusMetrics
  readonly peers: Peers
  /** For what the process cannot go on after. */
  readonly fault: (error: unknown) => void
}

/** A service over its adapters, before anything runs. */
export interface OpenedService {
  /** Served over gRPC; none for a service that has a front. */
  readonly offers?: readonly Offer[]
  readonly jobs?: readonly Job[]
  readonly consumers?: readonly Consumer[]
  /** Needed when there are consumers. */
  readonly bus?: EventBus
  /** True while it can do its work. */
  ready(): boolean
  /** A server of its own in the place of gRPC, as the gateway has. */
  readonly front?: Front
  /** Lets go of what `open` opened; called last. */
  close(): Promise<void>
}

export interface Front {
  /** Resolves with the URL that is served. */
  listen(options: { readonly host: string; readonly port: number }): Promise<string>
  close(): Promise<void>
}

export type OpenService = (needs: ServiceNeeds) => Promise<OpenedService>

const EXIT = { asked: 0, cannotStart: 3, fault: 5 } as const
/** What may still run after calls in flight have ended. */
const LAST_WORK_MS = 5000
const HEALTH_MS = 500

/**
 * Runs one service as a process until it is told to stop: gRPC with health checking, and HTTP for
 * health, readiness and metrics. A configuration or a server that will not do ends it with a
 * sentence that says what to do, and exit code 3.
 */
export async function runService(name: string, open: OpenService): Promise<void> {
  const env: Environment = process.env
  try {
    const { config, addresses } = readTogether(env, {
      config: readProcessConfig,
      addresses: readPeerAddresses,
    })
    const reason = await run({ name, env, config, addresses, open })
    process.exitCode = reason === 'fault' ? EXIT.fault : EXIT.asked
  } catch (error) {
    process.stderr.write(`usher ${name}: ${startProblem(error)}\n`)
    process.exit(EXIT.cannotStart)
  }
}

interface Run {
  readonly name: string
  readonly env: Environment
  readonly config: ProcessConfig
  readonly addresses: ReturnType<typeof readPeerAddresses>
  readonly open: OpenService
}

// Opening -> serving -> draining (not ready, still answering) -> closed.

async function run(given: Run): Promise<'asked' | 'fault'> {
  const { config, name } = given
  const logger = createLogger({ level: config.logLevel, name })
  const stop = new StopSignal()
  const running = await start(given, logger, stop)
  const reason = await stop.reason
  if (reason.kind === 'fault') logger.fatal({ err: reason.error }, 'stopped by a fault')
  else logger.info({ by: reason.by }, 'draining')
  // Stays set: whatever keeps the process from ending by itself has until then.
  const endMs = config.drainMs + config.closeMs + LAST_WORK_MS
  setTimeout(() => process.exit(EXIT.fault), endMs).unref()
  await running.end(reason.kind === 'asked' ? config.drainMs : 0)
  return reason.kind
}

interface Running {
  /** Not ready from here on, still answering for `drainMs`, then closed. */
  end(drainMs: number): Promise<void>
}

async function start(given: Run, logger: Logger, stop: StopSignal): Promise<Running> {
  const { config, env, addresses } = given
  const clock = systemClock
  const metrics = prometheusMetrics({ withProcessMetrics: true })
  const tls = tlsFiles(config, clock.nowMs())
  const calls = { clock, timeoutMs: config.callTimeoutMs, ...(tls && { tls }) }
  const peers = new Peers(addresses, calls)
  const fault = (error: unknown) => stop.fault(error)
  const needs = { env, clock, random: systemRandom, logger, metrics, peers, fault }
  const service = await given.open(needs)
  let draining = false
  const ready = () => !draining && service.ready()
  const servers = await listen({ given, needs, service, ready, ...(tls && { tls }) })
  const work = startWork(service, needs, () => servers.setServing(ready()))
  return {
    async end(drainMs) {
      draining = true
      servers.setServing(false)
      await clock.sleep(drainMs)
      await servers.closeMain(config.closeMs)
      await work.stop()
      await servers.closeHttp(config.closeMs)
      peers.close()
      await service.close()
    },
  }
}

interface Listening {
  readonly given: Run
  readonly needs: ServiceNeeds
  readonly service: OpenedService
  readonly ready: () => boolean
  readonly tls?: Tls
}

async function listen(listening: Listening): Promise<Servers> {
  const { given, needs, service, ready } = listening
  const { host, httpPort, port } = given.config
  const { clock, logger, metrics } = needs
  const http = httpServer({ logger, clock, requestIdPrefix: given.name })
  const closeHttp = gracefulClose(http, clock)
  addOperations(http, { ready, metrics })
  const main = service.front
    ? await serveFront(service.front, { host, port })
    : await serveCalls(listening)
  const url = await http.listen({ host, port: httpPort })
  logger.info({ main: main.name, http: url }, 'serving')
  return { ...main, closeHttp }
}

interface MainServer {
  readonly name: string
  readonly setServing: (serving: boolean) => void
  readonly closeMain: (withinMs: number) => Promise<void>
}

interface Servers extends MainServer {
  readonly closeHttp: (withinMs: number) => Promise<void>
}

/** A front says itself that it is not ready, and how long it waits. */
async function serveFront(
  front: Front,
  options: { readonly host: string; readonly port: number },
): Promise<MainServer> {
  const name = await front.listen(options)
  return { name, setServing: () => undefined, closeMain: () => front.close() }
}

async function serveCalls({ given, needs, service, tls }: Listening): Promise<MainServer> {
  const { host, port } = given.config
  const { clock, logger } = needs
  const grpc = await serveGrpc(service.offers ?? [], {
    host,
    port,
    clock,
    ...(tls && { tls }),
    onFault: (error, method) => logger.error({ err: error, method }, 'a call failed'),
  })
  return {
    name: `grpc://${host}:${grpc.port}`,
    setServing: (serving) => grpc.setServing(serving),
    closeMain: (withinMs) => grpc.close(withinMs),
  }
}

/** Health is told by a job: what a service needs may come and go while it runs. */
function startWork(service: OpenedService, needs: ServiceNeeds, tellHealth: () => void) {
  const { consumers = [], jobs = [] } = service
  const subscriptions = consumers.map((consumer) => busOf(service).subscribe(consumer))
  const health: Job = { name: 'tell_health', everyMs: HEALTH_MS, run: async () => tellHealth() }
  tellHealth()
  const running = runJobs(needs, [...jobs, health])
  return {
    async stop() {
      await running.stop()
      await Promise.all(subscriptions.map((subscription) => subscription.close()))
    },
  }
}

function busOf({ bus }: OpenedService): EventBus {
  if (bus) return bus
  throw new TypeError('a service with consumers needs a bus')
}

function startProblem(error: unknown): string {
  if (isDomainError(error)) return error.message
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
