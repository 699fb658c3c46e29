import { setTimeout as wait } from 'node:timers/promises'
import { DomainError, type ErrorKind } from '@usher/kernel'

/** Times that a call is repeated which the server could not take right now. */
const ATTEMPTS_MAX = 30
const TIMEOUT_MS = 60_000
const RETRY_MS = 1000
const RETRY_SECONDS_MAX = 60

export interface ApiAnswer {
  readonly status: number
  readonly body: unknown
  /** When the server answered, by its clock. */
  readonly atMs: number
}

export interface ApiCall {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT'
  readonly path: string
  readonly body?: unknown
  /** Answered with null instead of not_found. */
  readonly mayLack?: boolean
}

/** Calls of a running server, as an organizer with a token or an API key. */
export interface ApiClient {
  /**
   * Waits as long as the server says when it is asked too much, and repeats what a fault of the
   * network or the server ate: all calls here may be repeated. Throws what the server refuses.
   */
  call(call: ApiCall): Promise<ApiAnswer>
}

export function apiClient({ url, token }: { url: string; token: string }): ApiClient {
  return {
    async call(call) {
      for (let attempt = 1; ; attempt++) {
        const answer = await send(call, { url, token, isLast: attempt === ATTEMPTS_MAX })
        if (answer) return answer
        await wait(RETRY_MS)
      }
    },
  }
}

/** Undefined: again, please. */
async function send(
  { method, path, body, mayLack }: ApiCall,
  { url, token, isLast }: { url: string; token: string; isLast: boolean },
): Promise<ApiAnswer | undefined> {
  const response = await fetch(new URL(path, url), {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch((error: unknown) => {
    throw new DomainError('unavailable', 'server_unreachable', `${url} does not answer`, {}, error)
  })
  const atMs = Date.parse(response.headers.get('date') ?? '')
  const answer = await response.json().catch(() => null)
  if (response.ok) return { status: response.status, body: answer, atMs }
  if (response.status === 404 && mayLack) return { status: 404, body: null, atMs }
  if (isLast || (response.status !== 429 && response.status < 500)) {
    throw refused(response.status, answer)
  }
  const seconds = Number(response.headers.get('retry-after') ?? 0)
  await wait(Math.min(seconds, RETRY_SECONDS_MAX) * 1000)
  return undefined
}

/** RFC 9457, with our code and facts. */
interface Problem {
  readonly code?: string
  readonly title?: string
  readonly detail?: string
  readonly errors?: readonly { readonly pointer?: string; readonly detail?: string }[]
}

function refused(status: number, answer: unknown): DomainError {
  const { code = 'refused', title, detail, errors = [] } = (answer ?? {}) as Problem
  const [first] = errors
  const field = first ? `: ${first.pointer} ${first.detail}` : ''
  const message = `${detail ?? title ?? `answered ${status}`}${field}`
  return new DomainError(
    kinds[status] ?? (status >= 500 ? 'unavailable' : 'invalid'),
    code,
    message,
  )
}

const kinds: Readonly<Record<number, ErrorKind>> = {
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not_found',
  409: 'conflict',
  410: 'expired',
  412: 'conflict',
  429: 'exhausted',
}
