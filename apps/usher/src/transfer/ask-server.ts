import { DomainError, type ErrorKind } from '@usher/kernel'

/** A server that a command talks to; public things need no token. */
export interface Server {
  readonly url: string
  readonly token?: string
}

const TIMEOUT_MS = 30_000

/**
 * One call to a running server; answers its JSON. Fails as the server says, or with unavailable /
 * server_unreachable.
 */
export async function askServer<Body>(
  { url, token }: Server,
  method: 'GET' | 'POST',
  path: string,
): Promise<Body> {
  const response = await fetch(new URL(path, url), {
    method,
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch((error: unknown) => {
    throw unreachable(url, error)
  })
  const body: unknown = await response.json().catch((error: unknown) => {
    throw unreachable(url, error)
  })
  if (!response.ok) throw refused(response.status, body as Problem)
  return body as Body
}

function unreachable(url: string, cause: unknown): DomainError {
  const message = `no Usher answers at ${url}`
  return new DomainError('unavailable', 'server_unreachable', message, { url }, cause)
}

/** RFC 9457, with our code. */
interface Problem {
  readonly code?: string
  readonly title?: string
  readonly detail?: string
}

function refused(status: number, { code = 'refused', title, detail }: Problem): DomainError {
  const kind: ErrorKind = status >= 500 ? 'unavailable' : 'invalid'
  return new DomainError(kind, code, detail ?? title ?? `answered ${status}`, { status })
}
