/**
 * The closed set of ways in which a request can fail; each maps to one HTTP and one gRPC status.
 */
export const errorKinds = [
  'invalid',
  'unauthenticated',
  'forbidden',
  'not_found',
  'conflict',
  'expired',
  'exhausted',
  'unavailable',
] as const

export type ErrorKind = (typeof errorKinds)[number]

/** What a caller may know about the failure: plain JSON, no secrets. */
export type Facts = Readonly<Record<string, unknown>>

/**
 * An expected failure, with a stable `code` that clients may switch on, e.g. `conflict` /
 * `seat_unavailable`. Anything thrown that is not a DomainError is a bug and is answered with a
 * fixed text.
 */
export class DomainError extends Error {
  readonly kind: ErrorKind
  readonly code: string
  readonly facts: Facts

  constructor(kind: ErrorKind, code: string, message: string, facts: Facts = {}, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'DomainError'
    this.kind = kind
    this.code = code
    this.facts = facts
  }
}

/** True when `error` is a DomainError, optionally one with this `code`. */
export function isDomainError(error: unknown, code?: string): error is DomainError {
  return error instanceof DomainError && (code === undefined || error.code === code)
}
