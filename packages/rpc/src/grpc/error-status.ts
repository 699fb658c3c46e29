import { Metadata, type ServiceError, status, type StatusObject } from '@grpc/grpc-js'
import { DomainError, type ErrorKind, errorKinds, type Facts } from '@usher/kernel'

/** What a DomainError says beyond its status: in a trailer, as JSON. */
const TRAILER = 'usher-error-bin'

/** No fact is worth more; a larger one is left out, lest the answer be refused for its headers. */
const TRAILER_BYTES_MAX = 4096

const codeByKind: Readonly<Record<ErrorKind, status>> = {
  invalid: status.INVALID_ARGUMENT,
  unauthenticated: status.UNAUTHENTICATED,
  forbidden: status.PERMISSION_DENIED,
  not_found: status.NOT_FOUND,
  conflict: status.ABORTED,
  expired: status.FAILED_PRECONDITION,
  exhausted: status.RESOURCE_EXHAUSTED,
  unavailable: status.UNAVAILABLE,
}

/** What a caller is told. Anything but a DomainError is a bug and answered with a fixed text. */
export function statusOf(error: unknown): Partial<StatusObject> {
  if (!(error instanceof DomainError)) {
    return { code: status.INTERNAL, details: 'something went wrong' }
  }
  const metadata = new Metadata()
  metadata.set(TRAILER, trailerOf(error))
  return { code: codeByKind[error.kind], details: error.message, metadata }
}

/** The error as the service threw it; what went wrong on the way is `unavailable`. */
export function errorOf(error: ServiceError): DomainError {
  const [trailer] = error.metadata?.get(TRAILER) ?? []
  const said = trailer === undefined ? undefined : parse(trailer)
  if (said) return new DomainError(said.kind, said.code, error.details, said.facts)
  return new DomainError('unavailable', codeOfTransport(error.code), sentenceOf(error), {}, error)
}

interface Said {
  readonly kind: ErrorKind
  readonly code: string
  readonly facts: Facts
}

function trailerOf({ kind, code, facts }: DomainError): Buffer {
  const whole = Buffer.from(JSON.stringify({ kind, code, facts }))
  if (whole.length <= TRAILER_BYTES_MAX) return whole
  return Buffer.from(JSON.stringify({ kind, code, facts: {} }))
}

function parse(trailer: string | Buffer): Said | undefined {
  try {
    const { kind, code, facts } = JSON.parse(trailer.toString()) as Partial<Said>
    if (kind === undefined || !errorKinds.includes(kind) || typeof code !== 'string')
      return undefined
    return { kind, code, facts: facts ?? {} }
  } catch {
    return undefined
  }
}

function codeOfTransport(code: status): string {
  return code === status.DEADLINE_EXCEEDED ? 'deadline_exceeded' : 'service_unavailable'
}

function sentenceOf({ code, details }: ServiceError): string {
  if (code === status.DEADLINE_EXCEEDED) return 'the call came too late; ask again'
  return code === status.INTERNAL ? 'something went wrong' : `a service did not answer: ${details}`
}
