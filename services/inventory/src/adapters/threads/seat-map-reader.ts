import { Worker } from 'node:worker_threads'
import { type Cancel, type Clock, DomainError } from '@usher/kernel'
import type { SeatMapReading } from '../../domain/formats/seat-map-reading.ts'
import type { SeatMapFile, SeatMapReader } from '../../ports/seat-map-reader.ts'
import { ownBytes } from './own-bytes.ts'
import { errorOf, type SeatMapAnswer } from './seat-map-messages.ts'

// Modes: `absent`, there is no thread; `reading`, it has one file, others wait; `idle`, it waits
// for a file and does not keep the process alive. The first file starts it; it ends when it was
// idle for a while, so that its memory goes back, or when it fails, which fails the file it had;
// the next file starts a new one.

export interface ThreadLimits {
  /** Files that may wait; each may hold 64 MB. */
  readonly waiting: number
  /** The largest file that is allowed takes a few seconds. */
  readonly readMs: number
  readonly idleMs: number
}

const LIMITS: ThreadLimits = { waiting: 8, readMs: 60_000, idleMs: 2_000 }

const HEAP = {
  /**
   * Twice what the worst JSON of 64 MB becomes. Memory that runs out while JSON is parsed ends the
   * whole process, so the limit must be out of its reach.
   */
  maxOldGenerationSizeMb: 4_096,
  /** Most of what is read lives to the end: a large nursery saves copying it around. */
  maxYoungGenerationSizeMb: 64,
}

interface Waiting {
  /** Its content can be given away. */
  readonly file: SeatMapFile & { readonly content: Uint8Array<ArrayBuffer> }
  readonly resolve: (reading: SeatMapReading) => void
  readonly reject: (error: DomainError) => void
}

/** Reads in a thread of its own, so that sales go on while an organizer uploads. */
export function threadsSeatMapReader(
  clock: Clock,
  limits: Partial<ThreadLimits> = {},
): SeatMapReader {
  return new ThreadsSeatMapReader(clock, { ...LIMITS, ...limits })
}

class ThreadsSeatMapReader implements SeatMapReader {
  readonly #clock: Clock
  readonly #limits: ThreadLimits
  readonly #waiting: Waiting[] = []
  #reading: Waiting | undefined
  #worker: Worker | undefined
  /** The thread's end, scheduled for when it reads or rests for too long. */
  #cancelEnd: Cancel = () => undefined

  constructor(clock: Clock, limits: ThreadLimits) {
    this.#clock = clock
    this.#limits = limits
  }

  read(file: SeatMapFile): Promise<SeatMapReading> {
    if (this.#reading && this.#waiting.length >= this.#limits.waiting) {
      return Promise.reject(
        unavailable('seat_map_reader_busy', 'too many seat maps are being read'),
      )
    }
    const { promise, resolve, reject } = Promise.withResolvers<SeatMapReading>()
    this.#waiting.push({ file: { ...file, content: ownBytes(file.content) }, resolve, reject })
    this.#readNext()
    return promise
  }

  #readNext(): void {
    if (this.#reading) return
    this.#reading = this.#waiting.shift()
    this.#cancelEnd()
    if (this.#reading) this.#begin(this.#reading.file)
    else this.#rest()
  }

  #begin(file: Waiting['file']): void {
    const worker = (this.#worker ??= this.#start())
    worker.ref()
    worker.postMessage(file, [file.content.buffer])
    this.#cancelEnd = this.#clock.schedule(this.#limits.readMs, () => {
      this.#end(worker, unavailable('seat_map_reader_slow', 'reading the seat map took too long'))
    })
  }

  #rest(): void {
    const worker = this.#worker
    if (!worker) return
    worker.unref()
    this.#cancelEnd = this.#clock.schedule(this.#limits.idleMs, () => this.#end(worker))
  }

  #start(): Worker {
    const file = new URL('./seat-map-thread.ts', import.meta.url)
    const worker = new Worker(file, { resourceLimits: HEAP })
    worker.on('message', (answer: SeatMapAnswer) => this.#answered(worker, answer))
    worker.on('error', (cause) => this.#end(worker, ended(cause)))
    worker.on('exit', () => this.#end(worker, ended()))
    return worker
  }

  #answered(worker: Worker, answer: SeatMapAnswer): void {
    if (worker !== this.#worker) return
    const done = this.#reading
    this.#reading = undefined
    if (answer.kind === 'read') done?.resolve(answer.reading)
    else done?.reject(errorOf(answer.error))
    this.#readNext()
  }

  /** Ends the thread, once; what it was reading fails with the error, what waits gets a new one. */
  #end(worker: Worker, error: DomainError = ended()): void {
    if (worker !== this.#worker) return
    this.#worker = undefined
    void worker.terminate()
    this.#reading?.reject(error)
    this.#reading = undefined
    this.#readNext()
  }
}

function ended(cause?: unknown): DomainError {
  const message = 'the thread that reads seat maps ended'
  return new DomainError('unavailable', 'seat_map_reader_ended', message, {}, cause)
}

function unavailable(code: string, message: string): DomainError {
  return new DomainError('unavailable', code, message)
}
