import type { DescService } from '@bufbuild/protobuf'
import { DomainError } from '@usher/kernel'
import { type Client, type Handlers, localClient } from '@usher/rpc'

/** A client over the handlers that a test needs; the others fail as a bug would. */
export function fake<Service extends DescService>(
  service: Service,
  handlers: Partial<Handlers<Service>>,
): Client<Service> {
  const missing = service.methods.map((method) => [
    method.localName,
    () => Promise.reject(new Error(`no test should call ${method.name}`)),
  ])
  const all = { ...Object.fromEntries(missing), ...handlers } as Handlers<Service>
  return localClient(service, all)
}

export function notFound(what: string): DomainError {
  return new DomainError('not_found', `${what}_not_found`, `no such ${what}`)
}
