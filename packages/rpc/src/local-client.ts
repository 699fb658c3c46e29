import { create, type DescMessage, type DescService } from '@bufbuild/protobuf'
import type { CallOptions, Client, Handlers } from './client.ts'

/**
 * A client that calls `handlers` in this process. Messages are completed with their defaults as
 * decoding would, and never serialised. Errors reach the caller as the same objects.
 */
export function localClient<Service extends DescService>(
  service: Service,
  handlers: Handlers<Service>,
): Client<Service> {
  const client: Record<string, AnyCall> = {}
  const byName = handlers as unknown as Record<string, AnyCall>
  for (const method of service.methods) {
    const handle = byName[method.localName]
    if (!handle) throw new TypeError(`${service.typeName} has no handler for ${method.name}`)
    client[method.localName] = async (request, options = {}) =>
      complete(method.output, await handle(complete(method.input, request), options))
  }
  return client as unknown as Client<Service>
}

type AnyCall = (request: object, options?: CallOptions) => Promise<object>

function complete(schema: DescMessage, parts: object): object {
  return create(schema, parts as never)
}
