import { DomainError, type ErrorKind } from '@usher/kernel'

/**
 * One thing that is wrong with a request, and where: `{ in: 'body', pointer: '#/seats/0', detail:
 * 'must be string' }`.
 */
export interface RequestFault {
  readonly in: 'body' | 'query' | 'path' | 'header'
  /** A JSON pointer (RFC 6901) in URI fragment form. */
  readonly pointer: string
  readonly detail: string
}

/** An answer that says what went wrong, as RFC 9457 has it. */
export interface Problem {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Readonly<Record<string, unknown>>
}

export const PROBLEM_TYPE = 'application/problem+json'

/** The one table from what failed to what HTTP calls it. */
const statusByKind: Readonly<Record<ErrorKind, number>> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  expired: 409,
  exhausted: 429,
  unavailable: 503,
}

/** Codes that HTTP has a better word for than their kind's. */
const statusByCode: Readonly<Record<string, number>> = {
  payment_declined: 402,
  capture_failed: 402,
  method_not_allowed: 405,
  too_many_api_keys: 409,
  too_many_refunds: 409,
  stale_version: 412,
  body_too_large: 413,
  path_too_long: 414,
  unsupported_media_type: 415,
  idempotency_key_reused: 422,
  headers_too_large: 431,
}

const RETRY_AFTER_SECONDS = 1
const REALM = 'Bearer realm="usher"'

/**
 * How an expected failure is answered. Facts become members of the problem beside the standard
 * ones.
 */
export function problemOf(error: DomainError): Problem {
  const status = statusByCode[error.code] ?? statusByKind[error.kind]
  return { status, headers: headersOf(status, error), body: problemBody(status, error) }
}

function problemBody(status: number, { code, message, facts }: DomainError) {
  const type = `urn:usher:problem:${code}`
  const standard = { type, title: titleOf(code), status, code, detail: message }
  // First, to be read first; and last, because facts do not replace what the standard defines.
  return { ...standard, ...facts, ...standard }
}

/** The body as it is sent. */
export function problemText({ body }: Problem, requestId: string): string {
  return JSON.stringify({ ...body, request_id: requestId })
}

/** `seat_unavailable` is read as `Seat unavailable`. */
function titleOf(code: string): string {
  const words = code.replaceAll('_', ' ')
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`
}

function headersOf(status: number, { code, facts }: DomainError): Record<string, string> {
  const { retry_after_seconds: retryAfter, allow } = facts
  const headers: Record<string, string> = { 'content-type': PROBLEM_TYPE }
  if (status === 401) headers['www-authenticate'] = challengeOf(code)
  if (status === 405) headers['allow'] = allow as string
  if (status === 429 || status === 503)
    headers['retry-after'] = String(Number(retryAfter ?? RETRY_AFTER_SECONDS))
  return headers
}

/** RFC 6750: without a credential the challenge says only what is expected. */
function challengeOf(code: string): string {
  return code === 'credential_required' ? REALM : `${REALM}, error="invalid_token"`
}

/** What a bug is answered with: a fixed text, because its own could say anything. */
export const internalProblem: Problem = {
  status: 500,
  headers: { 'content-type': PROBLEM_TYPE },
  body: {
    type: 'urn:usher:problem:internal_error',
    title: 'Internal error',
    status: 500,
    code: 'internal_error',
    detail: 'something went wrong on our side; it has been recorded',
  },
}

/** A request whose form is wrong. */
export function invalidRequest(errors: readonly RequestFault[]): DomainError {
  const first = errors[0]
  const where = first ? `${first.in} ${first.pointer} ${first.detail}` : 'the request is malformed'
  return new DomainError('invalid', 'invalid_request', where, { errors })
}
