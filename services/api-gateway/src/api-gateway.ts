import {
  addDocsPage,
  addOpenApi,
  addOperations,
  gracefulClose,
  type HttpApp,
  httpServer,
  measureRequests,
  methodNotAllowed,
  type OperationsOptions,
  traceRequests,
} from '@usher/http'
import type { Clock, Job, Random } from '@usher/kernel'
import type { Logger, Metrics } from '@usher/telemetry'
import type { Traces } from '@usher/telemetry/traces/traces'
import { Gate, type MakeRateLimiter } from './access.ts'
import { Background } from './background.ts'
import type { GatewayConfig } from './config.ts'
import { Door } from './door.ts'
import { Idempotency } from './idempotency.ts'
import { openApiInfo } from './openapi-info.ts'
import { Ownership } from './ownership.ts'
import type { IdempotencyStore } from './ports/idempotency-store.ts'
import { pruneIdempotency } from './prune-idempotency.ts'
import { addApiKeyRoutes, addAuthRoutes, addSessionRoutes } from './routes/auth.ts'
import { addAvailabilityRoutes } from './routes/availability.ts'
import { addBookingMailRoutes } from './routes/booking-mails.ts'
import { addBookingReads, addBookingRoutes, addCancellationRoute } from './routes/bookings.ts'
import { addCheckInRoutes } from './routes/check-ins.ts'
import { addDoorLists } from './routes/door-lists.ts'
import { addEventChangeRoutes, addEventRoutes, addEventStateRoutes } from './routes/events.ts'
import type { GatewayContext, SandboxControls, ServiceClients } from './routes/gateway-context.ts'
import { addMailRoutes } from './routes/mails.ts'
import { addOrganizerRoutes } from './routes/organizers.ts'
import { addPaymentRoutes } from './routes/payments.ts'
import { addReservationChangeRoutes, addReservationRoutes } from './routes/reservations.ts'
import { addSalesRoutes } from './routes/sales.ts'
import { addScannerRoutes } from './routes/scanners.ts'
import { addReindexRoutes, addSearchRoutes } from './routes/search.ts'
import { addSeatMapRoutes } from './routes/seat-map.ts'
import { addBlockingRoutes, addSeatRoutes } from './routes/seats.ts'
import { addTicketRoutes } from './routes/tickets.ts'
import { addVenueReads, addVenueRoutes } from './routes/venues.ts'
import { addWellKnownRoutes } from './routes/well-known.ts'
import { Problem } from './schemas/types.ts'
import { gatewayTelemetry } from './telemetry.ts'

/** What the gateway works with. */
export interface GatewayPorts extends ServiceClients {
  readonly idempotency: IdempotencyStore
  readonly metrics: Metrics & Partial<NonNullable<OperationsOptions['metrics']>>
  readonly logger: Logger
  readonly clock: Clock
  readonly random: Random
  /** True while every service can do its work. */
  readonly readiness: () => boolean
  /** Only where the payment sandbox runs. */
  readonly sandbox?: SandboxControls
  /** Absent where nobody wants to see traces. */
  readonly traces?: Traces
  /** Absent: this gateway counts calls for itself. */
  readonly rateLimiter?: MakeRateLimiter
}

export interface ListenOptions {
  readonly port: number
  readonly host: string
}

/** The REST interface. Nothing is opened before `listen`. */
export interface Gateway {
  readonly app: HttpApp
  readonly jobs: readonly Job[]
  /** Resolves with the URL that is served. */
  listen(options: ListenOptions): Promise<string>
  /** Says not ready, finishes what is in flight, and stops. */
  close(): Promise<void>
}

/** Wires the interface to the services behind it. */
export function createGateway(ports: GatewayPorts, config: GatewayConfig): Gateway {
  const { clock, logger, random } = ports
  let closing = false
  const background = new Background(logger)
  const app = httpServer({
    logger,
    clock,
    requestIdPrefix: Buffer.from(random.bytes(REQUEST_ID_BYTES)).toString('hex'),
    trustProxy: config.trustProxy,
    corsOrigins: config.corsOrigins,
  })
  const close = gracefulClose(app, clock)
  if (ports.traces) traceRequests(app, ports.traces)
  addOperationsTo(app, ports, () => !closing && ports.readiness())
  addInterface(app, contextOf(ports, config, background))
  return {
    app,
    jobs: [pruneIdempotency(ports.idempotency, clock, config.idempotencyKeepMs)],
    listen: (options) => app.listen({ ...options, backlog: BACKLOG }),
    async close() {
      closing = true
      await close(config.closeDeadlineMs)
      await background.settled()
    },
  }
}

const REQUEST_ID_BYTES = 4
/** Connections that may wait to be accepted; an on-sale opens thousands in one second. */
const BACKLOG = 4096

function addOperationsTo(app: HttpApp, { metrics }: GatewayPorts, ready: () => boolean): void {
  const { contentType, scrape } = metrics
  measureRequests(app, metrics)
  addOperations(app, {
    ready,
    ...(contentType && scrape ? { metrics: { contentType, scrape: () => scrape() } } : {}),
  })
}

function contextOf(
  ports: GatewayPorts,
  config: GatewayConfig,
  background: Background,
): GatewayContext {
  const telemetry = gatewayTelemetry(ports.metrics)
  return {
    ...ports,
    gate: new Gate(ports.auth, telemetry, config.limits, ports.rateLimiter),
    ownership: new Ownership(ports.events),
    door: new Door(ports.events, ports.clock, telemetry),
    idempotency: new Idempotency(ports.idempotency, ports.clock, telemetry),
    background,
    seatMapBytes: config.seatMapBytes,
    mailbox: config.mailbox,
  }
}

function addInterface(app: HttpApp, context: GatewayContext): void {
  app.decorateRequest('caller', null as never)
  app.addSchema(Problem)
  addOpenApi(app, openApiInfo)
  const refuseOtherMethods = methodNotAllowed(app)
  app.register(async (routes) => {
    for (const add of resources) add(routes, context)
  })
  addDocsPage(app)
  app.register(async () => refuseOtherMethods())
}

const resources = [
  addAuthRoutes,
  addSessionRoutes,
  addApiKeyRoutes,
  addWellKnownRoutes,
  addOrganizerRoutes,
  addScannerRoutes,
  addVenueRoutes,
  addVenueReads,
  addEventRoutes,
  addEventChangeRoutes,
  addEventStateRoutes,
  addSearchRoutes,
  addReindexRoutes,
  addSeatMapRoutes,
  addSeatRoutes,
  addBlockingRoutes,
  addAvailabilityRoutes,
  addReservationRoutes,
  addReservationChangeRoutes,
  addBookingRoutes,
  addBookingReads,
  addCancellationRoute,
  addTicketRoutes,
  addBookingMailRoutes,
  addCheckInRoutes,
  addDoorLists,
  addPaymentRoutes,
  addSalesRoutes,
  addMailRoutes,
] as const
