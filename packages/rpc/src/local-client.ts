import { create, type DescMessage, type DescService } from '@bufbuild/protobuf'
import { type Clock, DomainError } from '@usher/kernel'
import type { CallOptions, Client, Handlers } from './client.ts'

/**
 * A client that calls `handlers` in this process. Messages are completed with their defaults as
 * decoding would, and never serialised. Errors reach the caller as the same objects. A call after
 * its deadline on `clock` fails with unavailable / deadline_exceeded, and nothing has happened;
 * without a clock deadlines are not looked at.
 */
export function localClient<Service extends DescService>(
  service: Service,
  handlers: Handlers<Service>,
  clock?: Pick<Clock, 'monotonicMs'>,
): Client<Service> {
  const client: Record<string, AnyCall> = {}
  const byName = handlers as unknown as Record<string, AnyCall>
  for (const method of service.methods) {
    const handle = byName[method.localName]
    if (!handle) throw new TypeError(`${service.typeName} has no handler for ${method.name}`)
    client[method.localName] = async (request, options = unlimited) => {
      const { deadlineMs } = options
      if (deadlineMs !== undefined && clock && clock.monotonicMs() >= deadlineMs) throw late()
      return complete(method.output, await handle(complete(method.input, request), options))
    }
  }
  return client as unknown as Client<Service>
}

type AnyCall = (request: object, options?: CallOptions) => Promise<object>

const unlimited: CallOptions = {}

function complete(schema: DescMessage, parts: object): object {
  return create(schema, parts as never)
}

function late(): DomainError {
  return new DomainError('unavailable', 'deadline_exceeded', 'the call came too late; ask again')
}
