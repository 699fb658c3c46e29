import { createGateway, type Gateway, type ServiceClients } from '@usher/api-gateway'
import { tablesIdempotencyStore } from '@usher/api-gateway/adapters/tables/idempotency-store'
import type { Auth } from '@usher/auth'
import {
  openTopicLog,
  type Subscription,
  tablesEventBus,
  type TablesEventBus,
  topics,
} from '@usher/bus'
import type { Job } from '@usher/kernel'
import { runJobs, type RunningJobs } from '@usher/process'
import type { EmbeddedNeeds, EmbeddedOptions } from './embedded-options.ts'
import { openServices, type Services } from './open-services.ts'
import { PublicAddress } from './public-address.ts'

// Composed -> started (`start`) -> stopped (`stop`). Calls are answered in every state while the
// tables are open; jobs and consumers run from start to stop.

/** All of Usher in one process. */
export interface Embedded {
  readonly clients: ServiceClients
  /** What operators may do and callers may not. */
  readonly auth: Pick<Auth, 'createUserWithRoles'>
  readonly gateway: Gateway
  /** Everything that runs again and again, for those who drive time themselves. */
  readonly jobs: readonly Job[]
  /** Tells where buyers reach this process, unless the configuration has said so. */
  listensAt(url: string): void
  /** Begins to run jobs and to consume topics. */
  start(): void
  /** Ends answers in flight, jobs, consumers and equipment, in this order. The tables stay open. */
  stop(): Promise<void>
}

/** Wires every service to every other over one store. Opens no port and starts nothing. */
export async function composeEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const { tables, clock, random, config } = options
  const address = new PublicAddress(config.root.publicUrl)
  const topicLog = await openTopicLog({ tables, clock, random })
  const services = await openServices(
    { ...options, topicLog },
    {
      address,
      deliver: (body, headers) => deliverToGateway(gateway, body, headers),
      log: { replay: (topic, handle) => bus.replay(topic, handle) },
    },
  )
  const gateway: Gateway = createGateway(
    {
      ...options,
      ...services.clients,
      idempotency: tablesIdempotencyStore(tables),
      readiness: () => tables.ready() && services.ready(),
      ...(services.sandbox && { sandbox: services.sandbox }),
    },
    config.gateway,
  )
  const bus = openBus({ ...options, topicLog }, services)
  return new RunningEmbedded(options, { services, gateway, bus, address })
}

/** The sandbox bank posts to us as a real one would, signature and all, only without a socket. */
async function deliverToGateway(
  { app }: Gateway,
  body: Uint8Array,
  headers: Readonly<Record<string, string>>,
): Promise<void> {
  const answer = await app.inject({
    method: 'POST',
    url: '/v1/payments/webhooks/sandbox',
    headers: { ...headers, 'content-type': 'application/json' },
    payload: Buffer.from(body),
  })
  if (answer.statusCode >= 300) throw new Error(`the webhook was answered ${answer.statusCode}`)
}

function openBus(needs: EmbeddedNeeds, { seatChanges }: Services): TablesEventBus {
  const { tables, clock, random, logger, topicLog } = needs
  return tablesEventBus({
    tables,
    clock,
    random,
    log: topicLog,
    mounted: [{ topic: topics.seatStatusChanged, source: seatChanges }],
    onFailure: ({ error, dead, ...facts }) =>
      logger[dead ? 'error' : 'warn']({ err: error, ...facts }, 'a message could not be handled'),
  })
}

interface Parts {
  readonly services: Services
  readonly gateway: Gateway
  readonly bus: TablesEventBus
  readonly address: PublicAddress
}

class RunningEmbedded implements Embedded {
  readonly clients: ServiceClients
  readonly auth: Pick<Auth, 'createUserWithRoles'>
  readonly gateway: Gateway
  readonly jobs: readonly Job[]
  readonly #options: EmbeddedOptions
  readonly #parts: Parts
  #running: RunningJobs | undefined
  #subscriptions: readonly Subscription[] = []

  constructor(options: EmbeddedOptions, parts: Parts) {
    const { services, gateway, bus } = parts
    this.clients = services.clients
    this.auth = services.auth
    this.gateway = gateway
    this.jobs = [...services.jobs, ...gateway.jobs, ...bus.jobs]
    this.#options = options
    this.#parts = parts
  }

  listensAt(url: string): void {
    this.#parts.address.learn(url)
  }

  start(): void {
    const { services, bus } = this.#parts
    this.#subscriptions = services.consumers.map((consumer) => bus.subscribe(consumer))
    this.#running = runJobs(this.#options, this.jobs)
  }

  async stop(): Promise<void> {
    await this.gateway.close()
    await this.#running?.stop()
    await Promise.all(this.#subscriptions.map((subscription) => subscription.close()))
    await this.#parts.services.close()
  }
}
