import type { CallOptions } from '@usher/rpc'

export interface WatchedCall {
  readonly request: object
  readonly options: CallOptions | undefined
}

/** The same client, that notes the last call of each method. */
export function watched<Client extends object>(
  client: Client,
  calls: Map<string, WatchedCall>,
): Client {
  const methods = Object.entries(client).map(([name, call]) => [
    name,
    (request: object, options?: CallOptions) => {
      calls.set(name, { request, options })
      return (call as (...given: unknown[]) => unknown)(request, options)
    },
  ])
  return Object.fromEntries(methods) as Client
}
