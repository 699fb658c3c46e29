import type { DescService } from '@bufbuild/protobuf'
import { Client as Channel, Metadata, type ServiceError } from '@grpc/grpc-js'
import type { Clock } from '@usher/kernel'
import type { CallOptions, Client } from '../client.ts'
import { errorOf } from './error-status.ts'
import { channelOptions } from './keepalive.ts'
import { methodDefinition } from './method-definitions.ts'
import { channelCredentials, type Tls } from './tls.ts'
import { putTrace, type TraceHeaders } from './trace-headers.ts'

export interface RemoteOptions {
  /**
   * `host:port`; `dns:///name:port` where a name stands for several instances;
   * `ipv4:1.2.3.4:5,1.2.3.5:5`.
   */
  readonly address: string
  readonly clock: Clock
  readonly tls?: Tls
  /** How long a call without a deadline of its own may take. */
  readonly timeoutMs: number
  /** The trace that the caller is in. */
  readonly trace?: () => TraceHeaders
  /** Told of each call that has ended, whatever came of it: `package.Service/Method`. */
  readonly seen?: (method: string, seconds: number) => void
}

/** A client with its connections, which `close` ends. */
export interface RemoteClient<Service extends DescService> {
  readonly client: Client<Service>
  close(): void
}

/**
 * A client that calls a service over gRPC. It connects with the first call. What the service throws
 * reaches the caller as in one process; what fails on the way is unavailable /
 * service_unavailable, or unavailable / deadline_exceeded, and may have happened or not.
 */
export function remoteClient<Service extends DescService>(
  service: Service,
  options: RemoteOptions,
): RemoteClient<Service> {
  const channel = new Channel(options.address, channelCredentials(options.tls), channelOptions)
  const client: Record<string, AnyCall> = {}
  for (const method of service.methods) {
    const { path, requestSerialize, responseDeserialize } = methodDefinition(method)
    const name = path.slice(1)
    client[method.localName] = (request, callOptions = {}) =>
      new Promise((resolve, reject) => {
        const begunMs = options.clock.monotonicMs()
        channel.makeUnaryRequest<object, object>(
          path,
          requestSerialize,
          responseDeserialize,
          request,
          metadataOf(options),
          { deadline: deadlineOf(callOptions, options) },
          (error: ServiceError | null, answer) => {
            options.seen?.(name, (options.clock.monotonicMs() - begunMs) / 1000)
            if (error) reject(errorOf(error))
            else resolve(answer ?? {})
          },
        )
      })
  }
  return { client: client as unknown as Client<Service>, close: () => channel.close() }
}

type AnyCall = (request: object, options?: CallOptions) => Promise<object>

function metadataOf({ trace }: RemoteOptions): Metadata {
  const metadata = new Metadata()
  if (trace) putTrace(metadata, trace())
  return metadata
}

/** gRPC counts in wall time; deadlines here are monotonic. */
function deadlineOf({ deadlineMs }: CallOptions, { clock, timeoutMs }: RemoteOptions): number {
  const leftMs = deadlineMs === undefined ? timeoutMs : deadlineMs - clock.monotonicMs()
  return clock.nowMs() + Math.max(0, leftMs)
}
