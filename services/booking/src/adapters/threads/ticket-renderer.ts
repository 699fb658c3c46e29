import { Worker } from 'node:worker_threads'
import { type Cancel, type Clock, DomainError } from '@usher/kernel'
import type { TicketRenderer, TicketSheet } from '../../ports/ticket-renderer.ts'
import type { PrintAnswer, PrintThread } from './ticket-messages.ts'

// Modes: `absent`, there is no thread; `printing`, it has one sheet, others wait; `idle`, it waits
// for a sheet and does not keep the process alive. The first sheet starts it; it ends when it was
// idle for a while, so that its fonts go back, or when it takes too long or fails, which fails the
// sheet it had; the next sheet starts a new one.

export interface PrintLimits {
  /** Sheets that may wait. */
  readonly waiting: number
  readonly printMs: number
  readonly idleMs: number
  /** Linux's priority of the thread: those who sell go first where cores are few. */
  readonly nice: number
}

/**
 * A sheet of twenty pages takes a tenth of a second; the first one starts the thread as well, whose
 * second of work may take half a minute where all cores sell: given up then, it would begin anew.
 */
const LIMITS: PrintLimits = { waiting: 200, printMs: 60_000, idleMs: 60_000, nice: 15 }

const HEAP = { maxOldGenerationSizeMb: 512 }

interface Waiting {
  readonly sheet: TicketSheet
  readonly resolve: (pdf: Uint8Array) => void
  readonly reject: (error: Error) => void
}

/** Prints in a thread of its own, so that sales go on meanwhile. */
export function threadsTicketRenderer(
  clock: Clock,
  limits: Partial<PrintLimits> = {},
): TicketRenderer {
  return new ThreadsTicketRenderer(clock, { ...LIMITS, ...limits })
}

class ThreadsTicketRenderer implements TicketRenderer {
  readonly #clock: Clock
  readonly #limits: PrintLimits
  readonly #waiting: Waiting[] = []
  #printing: Waiting | undefined
  #lastId = 0
  #worker: Worker | undefined
  /** The thread's end, scheduled for when it prints or rests for too long. */
  #cancelEnd: Cancel = () => undefined

  constructor(clock: Clock, limits: PrintLimits) {
    this.#clock = clock
    this.#limits = limits
  }

  render(sheet: TicketSheet): Promise<Uint8Array> {
    if (this.#printing && this.#waiting.length >= this.#limits.waiting) {
      return Promise.reject(unavailable('ticket_renderer_busy', 'too many tickets are printed'))
    }
    const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>()
    this.#waiting.push({ sheet, resolve, reject })
    this.#printNext()
    return promise
  }

  #printNext(): void {
    if (this.#printing) return
    this.#printing = this.#waiting.shift()
    this.#cancelEnd()
    if (this.#printing) this.#begin(this.#printing.sheet)
    else this.#rest()
  }

  #begin(sheet: TicketSheet): void {
    const worker = (this.#worker ??= this.#start())
    worker.ref()
    worker.postMessage({ id: ++this.#lastId, sheet })
    this.#cancelEnd = this.#clock.schedule(this.#limits.printMs, () => {
      this.#end(worker, unavailable('ticket_renderer_slow', 'printing the tickets took too long'))
    })
  }

  #rest(): void {
    const worker = this.#worker
    if (!worker) return
    worker.unref()
    this.#cancelEnd = this.#clock.schedule(this.#limits.idleMs, () => this.#end(worker))
  }

  #start(): Worker {
    const file = new URL('./ticket-thread.ts', import.meta.url)
    const { nice } = this.#limits
    const workerData: PrintThread = { nice }
    const worker = new Worker(file, { resourceLimits: HEAP, workerData })
    worker.on('message', (answer: PrintAnswer) => this.#answered(worker, answer))
    worker.on('error', (cause) => this.#end(worker, ended(cause)))
    worker.on('exit', () => this.#end(worker, ended()))
    return worker
  }

  #answered(worker: Worker, answer: PrintAnswer): void {
    if (worker !== this.#worker || answer.id !== this.#lastId) return
    const done = this.#printing
    this.#printing = undefined
    // What cannot be printed is a bug: no caller can do anything about it.
    if ('pdf' in answer) done?.resolve(answer.pdf)
    else done?.reject(new Error(`tickets could not be printed: ${answer.failure}`))
    this.#printNext()
  }

  /** Ends the thread, once; what it was printing fails, what waits gets a new one. */
  #end(worker: Worker, error: DomainError = ended()): void {
    if (worker !== this.#worker) return
    this.#worker = undefined
    void worker.terminate()
    this.#printing?.reject(error)
    this.#printing = undefined
    this.#printNext()
  }
}

function ended(cause?: unknown): DomainError {
  const message = 'the thread that prints tickets ended'
  return new DomainError('unavailable', 'ticket_renderer_ended', message, {}, cause)
}

function unavailable(code: string, message: string): DomainError {
  return new DomainError('unavailable', code, message)
}
