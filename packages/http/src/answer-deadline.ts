import { type Clock, DomainError } from '@usher/kernel'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { HttpApp } from './http-app.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Milliseconds on the clock's monotonic scale after which the caller has been told 503. */
    deadlineMs: number
  }
}

/** How often what is under way is looked through: answers may be late by this. */
const LOOK_EVERY_MS = 1000

/**
 * Answers 503 to whoever has waited longer than `deadlineMs` for a handler. One timer looks after
 * all requests: Fastify's own `handlerTimeout` costs a timer and an abort signal a request, a
 * quarter of everything that a reservation costs. The handler is not stopped; what it answers later
 * goes nowhere. So that it begins nothing in vain, `request.deadlineMs` goes with the calls it
 * makes.
 */
export function answerWithin(app: HttpApp, clock: Clock, limitMs: number): void {
  const deadlines = new AnswerDeadlines(clock)
  app.decorateRequest('deadlineMs', 0)
  app.addHook('onRequest', (request: FastifyRequest, _reply: FastifyReply, done: () => void) => {
    request.deadlineMs = clock.monotonicMs() + limitMs
    done()
  })
  // From here on the body is read and checked: slow senders have a limit of their own.
  app.addHook('preHandler', (request: FastifyRequest, reply: FastifyReply, done: () => void) => {
    request.deadlineMs = clock.monotonicMs() + limitMs
    deadlines.begin(reply, request.deadlineMs)
    done()
  })
  app.addHook('onResponse', (_request: FastifyRequest, reply: FastifyReply, done: () => void) => {
    deadlines.end(reply)
    done()
  })
}

class AnswerDeadlines {
  readonly #clock: Clock
  /** In the order of their beginning: a Map keeps it. */
  readonly #deadlinesMs = new Map<FastifyReply, number>()
  #looking = false

  constructor(clock: Clock) {
    this.#clock = clock
  }

  begin(reply: FastifyReply, deadlineMs: number): void {
    this.#deadlinesMs.set(reply, deadlineMs)
    if (!this.#looking) this.#lookLater()
  }

  end(reply: FastifyReply): void {
    this.#deadlinesMs.delete(reply)
  }

  /** While nothing is under way no timer runs. */
  #lookLater(): void {
    this.#looking = true
    this.#clock.schedule(LOOK_EVERY_MS, () => this.#look())
  }

  #look(): void {
    const nowMs = this.#clock.monotonicMs()
    for (const [reply, deadlineMs] of this.#deadlinesMs) {
      if (deadlineMs > nowMs) break
      this.#deadlinesMs.delete(reply)
      // A file that is being sent may take as long as its reader does.
      if (!reply.sent && !reply.raw.headersSent) void reply.send(late())
    }
    this.#looking = false
    if (this.#deadlinesMs.size > 0) this.#lookLater()
  }
}

function late(): DomainError {
  return new DomainError('unavailable', 'deadline_exceeded', 'the answer took too long; ask again')
}
