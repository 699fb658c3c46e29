import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { type Form, type StripeFailure, StripeLikeLedger } from './stripe-like-ledger.fixture.ts'

interface Answer {
  readonly status: number
  readonly body: object
}

/** What the server does instead of answering the next matching request. */
export interface Fault {
  readonly path: RegExp
  /**
   * `silence`: does it, and does not answer. `lose`: does it, and a gateway on the way back says
   * that there was no answer. `burn`: does nothing, and answers 500 to this key for ever.
   */
  readonly kind: 'silence' | 'lose' | 'burn'
}

/**
 * A local HTTP server that speaks the part of Stripe's protocol that the adapter uses. Test
 * support.
 */
export class StripeLikeServer {
  readonly ledger: StripeLikeLedger
  /** Whether the search shows intents; the real one shows them late. */
  searchable = true
  /** What every request is answered with, when set. */
  failure: StripeFailure | undefined
  readonly requests: string[] = []
  readonly faults: Fault[] = []
  readonly #answers = new Map<string, { fingerprint: string; answer: Answer }>()
  readonly #server: Server

  constructor(nowMs: () => number) {
    this.ledger = new StripeLikeLedger(nowMs)
    // A connection is never ended just when a client that stood still uses it again.
    const options = { keepAliveTimeout: 0 }
    this.#server = createServer(options, (request, response) => void this.#serve(request, response))
  }

  async listen(): Promise<number> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
    return (this.#server.address() as AddressInfo).port
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  /** Forgets every idempotency key, as Stripe does after a day. */
  forgetKeys(): void {
    this.#answers.clear()
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '', 'http://stripe.test')
    const body = await text(request)
    const form = Object.fromEntries(new URLSearchParams(body || url.search))
    const path = `${request.method} ${url.pathname}`
    this.requests.push(path)
    const fault = this.#takeFault(path)
    const key = String(request.headers['idempotency-key'] ?? '')
    const answer = this.#answerOnce(key, `${path} ${body}`, () =>
      fault === 'burn' ? serverError : this.#handle(path, form),
    )
    if (fault === 'silence') return
    const isFirstOfLost = form['payment_method'] === 'pm_card_lost_answer' && this.#isFirst(path)
    const { status, body: told } = fault === 'lose' || isFirstOfLost ? noAnswer : answer
    response.writeHead(status, { 'content-type': 'application/json' })
    response.end(JSON.stringify(told))
  }

  #isFirst(path: string): boolean {
    return this.requests.filter((seen) => seen === path).length === 1
  }

  #takeFault(path: string): Fault['kind'] | undefined {
    const index = this.faults.findIndex((fault) => fault.path.test(path))
    return index === -1 ? undefined : this.faults.splice(index, 1)[0]?.kind
  }

  #answerOnce(key: string, fingerprint: string, handle: () => Answer): Answer {
    const known = this.#answers.get(key)
    if (known && known.fingerprint !== fingerprint) {
      return { status: 400, body: { error: { type: 'idempotency_error', message: 'key reused' } } }
    }
    if (known) return known.answer
    const answer = attempt(handle)
    if (key !== '') this.#answers.set(key, { fingerprint, answer })
    return answer
  }

  #handle(path: string, form: Form): Answer {
    if (this.failure) throw this.failure
    const { ledger } = this
    const [, id = ''] = /\/v1\/payment_intents\/(pi_\d+)/.exec(path) ?? []
    if (path === 'POST /v1/payment_intents') return ok(ledger.view(ledger.createIntent(form)))
    if (path === 'GET /v1/payment_intents/search') return list(this.#search(form['query'] ?? ''))
    if (path === 'GET /v1/payment_intents') {
      return list([...ledger.intents.values()].map((intent) => ledger.view(intent)))
    }
    if (path.endsWith('/capture')) return ok(ledger.view(ledger.capture(id)))
    if (path.endsWith('/cancel')) return ok(ledger.view(ledger.cancel(id)))
    if (path === 'POST /v1/refunds') return ok(ledger.refund(form))
    if (path === 'GET /v1/refunds') {
      return list(
        ledger.refunds.filter((refund) => refund.payment_intent === form['payment_intent']),
      )
    }
    return ok(ledger.view(ledger.get(id)))
  }

  #search(query: string): readonly object[] {
    const paymentId = /^metadata\['payment_id'\]:'(\w+)'$/.exec(query)?.[1] ?? ''
    const found = this.searchable ? this.ledger.find(paymentId) : undefined
    return found ? [this.ledger.view(found)] : []
  }
}

const serverError: Answer = { status: 500, body: { error: { type: 'api_error', message: 'oops' } } }
const noAnswer: Answer = { status: 504, body: { error: { type: 'api_error', message: 'late' } } }

function attempt(handle: () => Answer): Answer {
  try {
    return handle()
  } catch (failure) {
    if (failure instanceof Error) throw failure
    const { status, error } = failure as StripeFailure
    return { status, body: { error: { message: 'refused', ...error } } }
  }
}

function ok(body: object): Answer {
  return { status: 200, body }
}

function list(data: readonly object[]): Answer {
  return ok({ object: 'list', data, has_more: false })
}
