import { flushCompileCache } from 'node:module'
import type { Consumer, EventBus } from '@usher/bus'
import { addOperations, gracefulClose, httpServer } from '@usher/http'
import {
  type Clock,
  isDomainError,
  type Environment,
  type Job,
  type Random,
  readTogether,
  type SettingReader,
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
import { openTraces } from '@usher/telemetry/traces/open-traces'
import { readTraceConfig, type TraceConfig } from '@usher/telemetry/traces/trace-settings'
import { currentTrace, traced, type Traces } from '@usher/telemetry/traces/traces'
import { runJobs } from '../run-jobs.ts'
import { StopSignal } from '../stop-signal.ts'
import { grpcCallDurations } from './call-durations.ts'
import { orCannotListen } from './or-cannot-listen.ts'
import { type PeerAddresses, Peers, readPeerAddresses } from './peers.ts'
import { type ProcessConfig, readProcessConfig } from './process-settings.ts'
import { tlsFiles } from './tls-files.ts'
import { tracedConsumer } from './traced-consumer.ts'

/** What a service is opened with. */
export interface ServiceNeeds {
  readonly env: Environment
  readonly clock: Clock
  readonly random: Random
  readonly logger: Logger
  readonly metrics: PrometheusMetrics
  readonly peers: Peers
  /** Absent where nobody wants to see traces. */
  readonly traces?: Traces
  /** True from the moment that the process was told to end; it still answers for a while. */
  readonly draining: () => boolean
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
  readonly bus?: ServiceBus
  /** True while it can do its work. */
  ready(): boolean
  /** A server of its own in the place of gRPC, as the gateway has. */
  readonly front?: Front
  /** Lets go of what `open` opened; called last. */
  close(): Promise<void>
}

/** A bus that may know whether a consumer waits for what it needs. */
export interface ServiceBus extends EventBus {
  readonly isHeldBack?: boolean
}

export interface Front {
  /** Resolves with the URL that is served. */
  listen(options: { readonly host: string; readonly port: number }): Promise<string>
  close(): Promise<void>
}

/** What a service reads of the environment, by names of its own. */
export type SettingReaders = Readonly<Record<string, SettingReader>>
export type SettingsOf<Readers extends SettingReaders> = {
  readonly [Key in keyof Readers]: ReturnType<Readers[Key]>
}

export type OpenService<Settings> = (
  needs: ServiceNeeds,
  settings: Settings,
) => Promise<OpenedService>

const EXIT = { asked: 0, cannotStart: 3, fault: 5 } as const
/** What may still run after everything was closed, and closing beyond its limits. */
const LAST_WORK_MS = 5000
const HEALTH_MS = 500

/**
 * Runs one service as a process until it is told to stop: gRPC with health checking, and HTTP for
 * health, readiness and metrics. Settings that will not do are told all together, and like a server
 * that will not do they end it with a sentence that says what to do, and exit code 3.
 */
export async function runService<Readers extends SettingReaders>(
  name: string,
  readers: Readers,
  open: OpenService<SettingsOf<Readers>>,
): Promise<void> {
  const env: Environment = process.env
  try {
    const { settings, ...own } = readTogether(env, {
      config: readProcessConfig,
      addresses: readPeerAddresses,
      tracing: readTraceConfig,
      settings: () => readTogether(env, readers),
    })
    const reason = await run({ name, env, ...own, open: (needs) => open(needs, settings) })
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
  readonly addresses: PeerAddresses
  readonly tracing: TraceConfig
  readonly open: (needs: ServiceNeeds) => Promise<OpenedService>
}

// Opening -> serving -> draining (not ready, still answering) -> closed. Opening -> ended, by a
// signal: nobody was promised anything yet.

async function run(given: Run): Promise<'asked' | 'fault'> {
  const { config, name } = given
  const logger = createLogger({ level: config.logLevel, name })
  const stop = new StopSignal()
  let running: Running | undefined
  const started = start(given, logger, stop).then((it) => (running = it))
  const reason = await Promise.race([stop.reason, started.then(() => stop.reason)])
  if (reason.kind === 'fault') logger.fatal({ err: reason.error }, 'stopped by a fault')
  else logger.info({ by: reason.by }, 'draining')
  if (!running) process.exit(reason.kind === 'fault' ? EXIT.fault : EXIT.asked)
  const endMs = config.drainMs + config.closeMs + LAST_WORK_MS
  const stuck = setTimeout(() => process.exit(EXIT.fault), endMs).unref()
  const closed = await close(running, reason.kind === 'asked' ? config.drainMs : 0, logger)
  clearTimeout(stuck)
  // Calls that were cut off may still run, and have until then.
  setTimeout(() => process.exit(), LAST_WORK_MS).unref()
  return closed ? reason.kind : 'fault'
}

async function close(running: Running, drainMs: number, logger: Logger): Promise<boolean> {
  try {
    await running.end(drainMs)
    return true
  } catch (error) {
    logger.fatal({ err: error }, 'could not be closed as it should be')
    return false
  }
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
  const traces = await openTraces(given.tracing, { name: given.name, logger })
  const trace = traces && currentTrace
  const peers = new Peers(addresses, {
    clock,
    timeoutMs: config.callTimeoutMs,
    seen: grpcCallDurations(metrics),
    ...(tls && { tls }),
    ...(trace && { trace }),
  })
  let draining = false
  const needs: ServiceNeeds = {
    env,
    clock,
    random: systemRandom,
    logger,
    metrics,
    peers,
    ...(traces && { traces }),
    draining: () => draining,
    fault: (error) => stop.fault(error),
  }
  const service = await given.open(needs)
  const ready = () => !draining && service.ready()
  const servers = await listen({ given, needs, service, ready, ...(tls && { tls }) })
  const work = startWork(service, needs, () => servers.setServing(ready()))
  // With NODE_COMPILE_CACHE the next process need not compile what this one has, however it ends.
  flushCompileCache()
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
      await traces?.close()
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
  addOperations(http, { ready, metrics, ...heldBackOf(service) })
  const main = service.front
    ? await serveFront(service.front, { host, port })
    : await serveCalls(listening)
  const at = { host, port: httpPort }
  const url = await orCannotListen(http.listen(at), at)
  logger.info({ main: main.name, http: url }, 'serving')
  return { ...main, closeHttp }
}

/**
 * Consumers that wait do not make a service unready: it would get no more calls, and search answers
 * from the index that it cannot write to, notification of the mails that it cannot send. Those
 * whose calls nobody waits for (analytics, auditor) say so by their own readiness.
 */
function heldBackOf({ bus }: OpenedService): { readonly heldBack?: () => boolean } {
  if (bus?.isHeldBack === undefined) return {}
  return { heldBack: () => bus.isHeldBack === true }
}

interface MainServer {
  readonly name: string
  readonly setServing: (serving: boolean) => void
  readonly closeMain: (withinMs: number) => Promise<void>
}

interface Servers extends MainServer {
  readonly closeHttp: (withinMs: number) => Promise<void>
}

/** A front is asked over HTTP whether it is ready: there is no health to tell. */
async function serveFront(
  front: Front,
  options: { readonly host: string; readonly port: number },
): Promise<MainServer> {
  const name = await orCannotListen(front.listen(options), options)
  return { name, setServing: () => undefined, closeMain: () => front.close() }
}

async function serveCalls({ given, needs, service, tls }: Listening): Promise<MainServer> {
  const { host, port } = given.config
  const { clock, logger, traces } = needs
  const grpc = await serveGrpc(service.offers ?? [], {
    host,
    port,
    clock,
    ...(tls && { tls }),
    onFault: (error, method) => logger.error({ err: error, method }, 'a call failed'),
    ...(traces && {
      within: (parent, method, call) =>
        traced(traces, { name: method, kind: 'server', parent }, call),
    }),
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
  const { traces } = needs
  const subscriptions = consumers
    .map((consumer) => (traces ? tracedConsumer(consumer, traces) : consumer))
    .map((consumer) => busOf(service).subscribe(consumer))
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
