import type { IncomingHttpHeaders } from 'node:http'
import type { Cancel, Clock } from '@usher/kernel'
import { type Dispatcher, Pool } from 'undici'

/** As many requests at once; others wait for one of them, within their own time. */
const CONNECTIONS_MAX = 64
const CONNECT_MS = 1000
/** From the call to the end of the answer. */
const REQUEST_MS = 5000
/** An idle connection is kept for so long; AWS ends it after some more. */
const IDLE_MS = 20_000
/** DynamoDB answers with at most 16 MB of items, which are longer as JSON. */
const ANSWER_BYTES_MAX = 64 * 1024 * 1024

export interface HttpAnswer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

/** The connection was not made, or ended before the answer: nobody knows what was done. */
export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost'
}

/** Kept connections to one server, one request at a time on each. */
export class Connections {
  readonly #pool: Pool
  readonly #clock: Clock

  constructor(origin: string, clock: Clock) {
    this.#clock = clock
    this.#pool = new Pool(origin, {
      connections: CONNECTIONS_MAX,
      pipelining: 1,
      allowH2: false,
      connect: { timeout: CONNECT_MS },
      keepAliveTimeout: IDLE_MS,
      maxResponseSize: ANSWER_BYTES_MAX,
      // The deadline below is for the whole.
      headersTimeout: 0,
      bodyTimeout: 0,
    })
  }

  /** `headers` as they are signed. Fails with ConnectionLost, or with TimeoutError. */
  post(path: string, headers: string[], body: Buffer): Promise<HttpAnswer> {
    return new Promise((resolve, reject) => {
      const reader = new AnswerReader(resolve, reject)
      reader.endsBy(this.#clock.schedule(REQUEST_MS, () => reader.timeOut()))
      this.#pool.dispatch({ method: 'POST', path, headers, body }, reader)
    })
  }

  close(): void {
    void this.#pool.destroy()
  }
}

/** Waiting, then reading, then settled; a request that timed out while it waited is never sent. */
class AnswerReader implements Dispatcher.DispatchHandler {
  readonly #resolve: (answer: HttpAnswer) => void
  readonly #reject: (error: Error) => void
  readonly #chunks: Buffer[] = []
  #cancel: Cancel = () => {}
  #controller: Dispatcher.DispatchController | undefined
  #timedOut: Error | undefined
  #status = 0
  #headers: IncomingHttpHeaders = {}

  constructor(resolve: (answer: HttpAnswer) => void, reject: (error: Error) => void) {
    this.#resolve = resolve
    this.#reject = reject
  }

  endsBy(cancel: Cancel): void {
    this.#cancel = cancel
  }

  timeOut(): void {
    this.#timedOut = new DOMException(`no answer within ${REQUEST_MS} ms`, 'TimeoutError')
    this.#reject(this.#timedOut)
    this.#controller?.abort(this.#timedOut)
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller
    if (this.#timedOut) controller.abort(this.#timedOut)
  }

  onResponseStart(_: unknown, status: number, headers: IncomingHttpHeaders): void {
    this.#status = status
    this.#headers = headers
  }

  onResponseData(_: unknown, chunk: Buffer): void {
    this.#chunks.push(chunk)
  }

  onResponseEnd(): void {
    this.#cancel()
    const [first, second] = this.#chunks
    const body = first && !second ? first : Buffer.concat(this.#chunks)
    this.#resolve({ status: this.#status, headers: this.#headers, body })
  }

  onResponseError(_: unknown, cause: Error): void {
    this.#cancel()
    this.#reject(new ConnectionLost(cause.message, { cause }))
  }
}
