import type { DescService } from '@bufbuild/protobuf'
import { Server, type ServerUnaryCall, type sendUnaryData } from '@grpc/grpc-js'
import { type Clock, DomainError } from '@usher/kernel'
import { HealthImplementation } from 'grpc-health-check'
import type { CallOptions, Handlers } from '../client.ts'
import { statusOf } from './error-status.ts'
import { serverOptions } from './keepalive.ts'
import { serviceDefinition } from './method-definitions.ts'
import { addReflection } from './reflection.ts'
import { serverCredentials, type Tls } from './tls.ts'
import { type TraceHeaders, traceOf } from './trace-headers.ts'

export interface GrpcOptions {
  readonly host: string
  /** Zero: any free one. */
  readonly port: number
  readonly clock: Clock
  readonly tls?: Tls
  /** Told of every error that is a bug. */
  readonly onFault: (error: unknown, method: string) => void
  /** Runs a call inside the trace that it belongs to. */
  readonly within?: (
    trace: TraceHeaders,
    method: string,
    call: () => Promise<object>,
  ) => Promise<object>
}

/** A service and who does its work. */
export interface Offer<Service extends DescService = DescService> {
  readonly service: Service
  readonly handlers: Handlers<Service>
}

// Listening, not serving -> serving (`setServing(true)`) -> not serving -> closed. Calls are
// answered in every state before the last; only balancers look at the health that is told.

export interface GrpcServer {
  readonly port: number
  /** What gRPC health checking tells, for each service and for the whole. */
  setServing(serving: boolean): void
  /** Takes no more calls, ends those in flight, and cuts off what is not done by then. */
  close(withinMs: number): Promise<void>
}

/**
 * Serves `offers` over HTTP/2, with health checking and reflection. Fails with unavailable /
 * cannot_listen.
 */
export async function serveGrpc(
  offers: readonly Offer[],
  options: GrpcOptions,
): Promise<GrpcServer> {
  const server = new Server(serverOptions)
  for (const { service, handlers } of offers) {
    server.addService(serviceDefinition(service), implementation(service, handlers, options))
  }
  const services = offers.map(({ service }) => service)
  const names = ['', ...services.map(({ typeName }) => typeName)]
  const health = new HealthImplementation(
    Object.fromEntries(names.map((name) => [name, 'NOT_SERVING'])),
  )
  health.addToServer(server)
  addReflection(server, services)
  const port = await bind(server, options)
  return {
    port,
    setServing(serving) {
      for (const name of names) health.setStatus(name, serving ? 'SERVING' : 'NOT_SERVING')
    },
    close: (withinMs) => close(server, options.clock, withinMs),
  }
}

type AnyHandler = (request: object, options: CallOptions) => Promise<object>
type Unary = (call: ServerUnaryCall<object, object>, answer: sendUnaryData<object>) => void

function implementation(
  service: DescService,
  handlers: object,
  options: GrpcOptions,
): Record<string, Unary> {
  const byName = handlers as Record<string, AnyHandler | undefined>
  return Object.fromEntries(
    service.methods.map((method) => {
      const handle = byName[method.localName]
      if (!handle) throw new TypeError(`${service.typeName} has no handler for ${method.name}`)
      return [method.localName, unary(`${service.typeName}/${method.name}`, handle, options)]
    }),
  )
}

function unary(name: string, handle: AnyHandler, options: GrpcOptions): Unary {
  const { clock, onFault, within = (_trace, _name, call) => call() } = options
  return (call, answer) => {
    const run = () => handle(call.request, deadlineOf(call, clock))
    within(traceOf(call.metadata), name, run).then(
      (parts) => answer(null, parts),
      (error: unknown) => {
        if (!(error instanceof DomainError)) onFault(error, name)
        answer(statusOf(error))
      },
    )
  }
}

/** The caller's deadline, which gRPC tells as wall time, on the monotonic scale. */
function deadlineOf(call: ServerUnaryCall<object, object>, clock: Clock): CallOptions {
  const deadline = call.getDeadline()
  const atMs = deadline instanceof Date ? deadline.getTime() : deadline
  if (!Number.isFinite(atMs)) return {}
  return { deadlineMs: clock.monotonicMs() + (atMs - clock.nowMs()) }
}

function bind(server: Server, { host, port, tls }: GrpcOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync(`${host}:${port}`, serverCredentials(tls), (error, bound) => {
      if (error) reject(cannotListen(host, port, error))
      else resolve(bound)
    })
  })
}

function cannotListen(host: string, port: number, cause: Error): DomainError {
  const message = `cannot listen on ${host}:${port}: ${cause.message}`
  return new DomainError('unavailable', 'cannot_listen', message, { host, port }, cause)
}

function close(server: Server, clock: Clock, withinMs: number): Promise<void> {
  return new Promise((resolve) => {
    const cancel = clock.schedule(withinMs, () => server.forceShutdown())
    server.tryShutdown(() => {
      cancel()
      resolve()
    })
  })
}
