import { invalidRequest, problemOf, problemText } from '@usher/http'
import { type Clock, DomainError, type OperationId } from '@usher/kernel'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { fingerprintOf, operationIdOf } from './operation-id.ts'
import type { IdempotencyStore, KeyedRequest, StoredAnswer } from './ports/idempotency-store.ts'
import type { GatewayTelemetry } from './telemetry.ts'

/** What a route answers; `body` as its response schema has it. */
export interface Answer {
  readonly status: number
  readonly body: object
  readonly headers?: Readonly<Record<string, string>>
}

/** What the route does; the operation id is empty when the caller sent no key. */
export type Work = (operationId: OperationId | '') => Promise<Answer>

const HEADER = 'idempotency-key'
const KEY = /^[\x20-\x7e]{1,255}$/
const JSON_TYPE = 'application/json; charset=utf-8'

/** Refusals that say "not now": a repeat must be able to get on. */
const passing = new Set(['payment_in_progress', 'booking_pending', 'booking_busy'])

/**
 * Answers a repeated request as the first was answered. An answer is stored before it is sent, so
 * nobody has seen one that a repeat would not get. What is not final is not stored: a repeat goes
 * on with the same operation id.
 */
export class Idempotency {
  readonly #store: IdempotencyStore
  readonly #clock: Clock
  readonly #telemetry: GatewayTelemetry

  constructor(store: IdempotencyStore, clock: Clock, telemetry: GatewayTelemetry) {
    this.#store = store
    this.#clock = clock
    this.#telemetry = telemetry
  }

  /** With a key: once. Without one: as often as it is called. */
  async answer(request: FastifyRequest, reply: FastifyReply, work: Work): Promise<void> {
    const key = keyOf(request)
    if (key === undefined) return send(reply, rendered(reply, await work('')))
    const operationId = operationIdOf(scopeOf(request, key))
    const keyed: KeyedRequest = {
      requestId: operationId,
      fingerprint: fingerprintOf(request.url, request.body),
      atMs: this.#clock.nowMs(),
    }
    const claim = await this.#store.claim(keyed)
    if (claim.is === 'reused') throw reused()
    if (claim.is === 'in_flight') throw inFlight()
    if (claim.is === 'claimed') {
      const answer = await this.#once(keyed, () =>
        this.#render(request, reply, () => work(operationId)),
      )
      return send(reply, answer)
    }
    this.#telemetry.answerReplayed()
    reply.header('idempotency-replayed', 'true')
    return send(reply, claim.answer)
  }

  /** Ends the claim either way: with an answer that is kept, or so that a repeat goes on. */
  async #once(keyed: KeyedRequest, render: () => Promise<StoredAnswer>): Promise<StoredAnswer> {
    let answer: StoredAnswer
    try {
      answer = await render()
    } catch (error) {
      await this.#store.abandon(keyed)
      throw error
    }
    if (answer.status === 202) await this.#store.abandon(keyed)
    else await this.#store.finish(keyed, answer)
    return answer
  }

  /** The answer as text; a refusal that will not change is an answer, any other is thrown. */
  async #render(
    request: FastifyRequest,
    reply: FastifyReply,
    work: () => Promise<Answer>,
  ): Promise<StoredAnswer> {
    try {
      return rendered(reply, await work())
    } catch (error) {
      const refusal = finalRefusal(error, request.id)
      if (refusal) return refusal
      throw error
    }
  }
}

/** The key that the caller sent, if any. */
export function keyOf(request: FastifyRequest): string | undefined {
  const key = request.headers[HEADER]
  if (key === undefined) return undefined
  if (typeof key !== 'string' || !KEY.test(key)) throw malformedKey()
  return key
}

/** The key of a booking is not optional: without it a lost answer could mean paying twice. */
export function requireKey(request: FastifyRequest): void {
  if (request.headers[HEADER] !== undefined) return
  throw new DomainError(
    'invalid',
    'idempotency_key_required',
    'send an Idempotency-Key, so that a repeat does not pay twice',
  )
}

function scopeOf(request: FastifyRequest, key: string) {
  const route = `${request.method} ${request.routeOptions.url}`
  return { userId: request.caller.userId, route, key }
}

function rendered(reply: FastifyReply, { status, body, headers = {} }: Answer): StoredAnswer {
  const text = reply.code(status).serialize(body) as string
  return { status, headers, body: text }
}

/** The refusal to keep; undefined when a repeat may fare better. */
function finalRefusal(error: unknown, requestId: string): StoredAnswer | undefined {
  if (!(error instanceof DomainError) || passing.has(error.code)) return undefined
  const problem = problemOf(error)
  const { status, headers } = problem
  if (status >= 500 || status === 401 || status === 429) return undefined
  return { status, headers, body: problemText(problem, requestId) }
}

function send(reply: FastifyReply, { status, headers, body }: StoredAnswer): void {
  void reply.code(status).type(JSON_TYPE).headers(headers).send(body)
}

function malformedKey(): DomainError {
  const detail = 'must be 1 to 255 printable ASCII characters'
  return invalidRequest([{ in: 'header', pointer: `#/${HEADER}`, detail }])
}

function reused(): DomainError {
  const message = 'this Idempotency-Key was used for another request'
  return new DomainError('conflict', 'idempotency_key_reused', message)
}

function inFlight(): DomainError {
  const message = 'the same request is being answered right now; ask again'
  return new DomainError('conflict', 'idempotency_in_flight', message, { retry_after_seconds: 1 })
}
