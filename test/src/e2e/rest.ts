import assert from 'node:assert/strict'
import type { ProblemBody } from './bodies.ts'

export interface Answer<Body> {
  readonly status: number
  readonly headers: Headers
  readonly body: Body
}

export interface CallOptions {
  /** Sent as JSON; bytes and text are sent as they are. */
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** Longer than any answer may take. */
const TIMEOUT_MS = 40_000

/** Speaks HTTP with the platform, as nobody or as whoever a token belongs to. */
export class Rest {
  readonly url: string
  readonly #token: string | undefined

  constructor(url: string, token?: string) {
    this.url = url
    this.#token = token
  }

  as(token: string): Rest {
    return new Rest(this.url, token)
  }

  get<Body>(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer<Body>> {
    return this.call('GET', path, { headers })
  }

  post<Body>(path: string, body?: unknown, options: CallOptions = {}): Promise<Answer<Body>> {
    return this.call('POST', path, { body, ...options })
  }

  async call<Body>(
    method: string,
    path: string,
    { body, headers = {} }: CallOptions = {},
  ): Promise<Answer<Body>> {
    const raw = body === undefined || typeof body === 'string' || body instanceof Uint8Array
    const response = await fetch(new URL(path, this.url), {
      method,
      headers: {
        ...(this.#token === undefined ? {} : { authorization: `Bearer ${this.#token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: raw ? body.slice() : JSON.stringify(body) }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    return { status: response.status, headers: response.headers, body: await bodyOf(response) }
  }
}

/** What was asked for, or a failure that shows what came instead. */
export function expectStatus<Body>(answer: Answer<Body>, status: number): Body {
  assert.equal(answer.status, status, JSON.stringify(answer.body))
  return answer.body
}

/** Checks that the answer is a problem of RFC 9457 with this code. */
export function expectProblem(
  answer: Answer<unknown>,
  { status, code }: { status: number; code: string },
): ProblemBody {
  const problem = answer.body as ProblemBody
  assert.deepEqual([answer.status, problem.code], [status, code], JSON.stringify(problem))
  assert.match(answer.headers.get('content-type') ?? '', /^application\/problem\+json/)
  assert.equal(problem.status, status)
  for (const text of [problem.type, problem.title, problem.detail, problem.request_id]) {
    assert.ok(typeof text === 'string' && text !== '', JSON.stringify(problem))
  }
  return problem
}

async function bodyOf<Body>(response: Response): Promise<Body> {
  const type = response.headers.get('content-type') ?? ''
  if (type.startsWith('application/octet-stream')) return (await response.bytes()) as Body
  const text = await response.text()
  return (/[/+]json/.test(type) && text !== '' ? JSON.parse(text) : text) as Body
}
