import { type Clock, DomainError } from '@usher/kernel'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { HttpApp } from './http-server.ts'

/** How often what is under way is looked through: answers may be late by this. */
const LOOK_EVERY_MS = 1000

/**
 * Answers 503 to whoever has waited longer than `deadlineMs` for a handler. One timer looks after
 * all requests: Fastify's own `handlerTimeout` costs a timer and an abort signal a request, a
 * quarter of everything that a reservation costs. The handler is not stopped; what it answers later
 * goes nowhere.
 */
export function answerWithin(app: HttpApp, clock: Clock, deadlineMs: number): void {
  const deadlines = new AnswerDeadlines(clock, deadlineMs)
  // From here on the body is read and checked: slow senders have a limit of their own.
  app.addHook('preHandler', (_request: FastifyRequest, reply: FastifyReply, done: () => void) => {
    deadlines.begin(reply)
    done()
  })
  app.addHook('onResponse', (_request: FastifyRequest, reply: FastifyReply, done: () => void) => {
    deadlines.end(reply)
    done()
  })
}

class AnswerDeadlines {
  readonly #clock: Clock
  readonly #deadlineMs: number
  /** In the order of their beginning: a Map keeps it. */
  readonly #begunMs = new Map<FastifyReply, number>()
  #looking = false

  constructor(clock: Clock, deadlineMs: number) {
    this.#clock = clock
    this.#deadlineMs = deadlineMs
  }

  begin(reply: FastifyReply): void {
    this.#begunMs.set(reply, this.#clock.monotonicMs())
    if (!this.#looking) this.#lookLater()
  }

  end(reply: FastifyReply): void {
    this.#begunMs.delete(reply)
  }

  /** While nothing is under way no timer runs. */
  #lookLater(): void {
    this.#looking = true
    this.#clock.schedule(LOOK_EVERY_MS, () => this.#look())
  }

  #look(): void {
    const latestMs = this.#clock.monotonicMs() - this.#deadlineMs
    for (const [reply, begunMs] of this.#begunMs) {
      if (begunMs > latestMs) break
      this.#begunMs.delete(reply)
      if (!reply.sent) void reply.send(late())
    }
    this.#looking = false
    if (this.#begunMs.size > 0) this.#lookLater()
  }
}

function late(): DomainError {
  return new DomainError('unavailable', 'deadline_exceeded', 'the answer took too long; ask again')
}
