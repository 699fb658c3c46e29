import { isDomainError, newId } from '@usher/kernel'
import type { DocumentChange } from '../domain/event-document.ts'
import type { Reindex } from '../domain/reindex.ts'
import type { SearchPorts } from './ports.ts'

/** Few, because queries wait for a batch to be written. */
const FILL_BATCH = 50

// At rest -> running by `start` -> at rest, done or failed. A process that ends in between leaves
// an unfinished generation behind, which the index reports as interrupted.

/** Makes the index anew from the log, while the one before answers. */
export class IndexRebuilder {
  readonly #ports: SearchPorts
  #last: Reindex | undefined
  #run: Promise<void> | undefined
  #stopped = false

  constructor(ports: SearchPorts) {
    this.#ports = ports
  }

  get last(): Reindex | undefined {
    return this.#last
  }

  /** Begins, unless one is running; answers the one that runs. */
  start(): Reindex {
    if (this.#last && this.#run) return this.#last
    const { clock, random, telemetry } = this.#ports
    const begun: Reindex = {
      reindexId: newId({ clock, random }, 'operation'),
      status: 'RUNNING',
      messages: 0,
      events: 0,
      startedAtMs: clock.nowMs(),
      endedAtMs: 0,
      reason: '',
    }
    this.#last = begun
    telemetry.reindexBegun(begun.reindexId)
    this.#run = this.#rebuild().then(
      () => this.#end({ status: 'DONE' }),
      (error: unknown) => this.#end({ status: 'FAILED', reason: String(error) }),
    )
    return begun
  }

  /** Resolves when the one that runs has ended. */
  async settled(): Promise<void> {
    await this.#run
  }

  /**
   * Begins when there is no index and the log has something, or when one was left unfinished. A log
   * without messages wakes nothing.
   */
  async heal(): Promise<void> {
    if (this.#run || this.#stopped) return
    const state = await this.#ports.index.state()
    if (state === 'ready' || (state === 'missing' && !(await this.#anythingToIndex()))) return
    this.start()
  }

  async stop(): Promise<void> {
    this.#stopped = true
    await this.#run
  }

  async #rebuild(): Promise<void> {
    const { index, replay } = this.#ports
    await index.beginGeneration()
    const events = new Set<number>()
    let batch: DocumentChange[] = []
    let messages = 0
    const fill = async () => {
      await index.fillGeneration(batch)
      batch = []
      if (this.#last) this.#last = { ...this.#last, messages, events: events.size }
    }
    await replay(async (change) => {
      if (this.#stopped) throw new Error('the service is stopping')
      messages++
      if (change.document) events.add(change.eventId)
      else events.delete(change.eventId)
      batch.push(change)
      if (batch.length >= FILL_BATCH) await fill()
    })
    await fill()
    await index.finishGeneration()
  }

  #end(outcome: Pick<Reindex, 'status'> & Partial<Pick<Reindex, 'reason'>>): void {
    this.#run = undefined
    if (!this.#last) return
    this.#last = { ...this.#last, ...outcome, endedAtMs: this.#ports.clock.nowMs() }
    this.#ports.telemetry.reindexEnded(this.#last)
  }

  async #anythingToIndex(): Promise<boolean> {
    const found = new Error('found')
    try {
      await this.#ports.replay(() => Promise.reject(found))
      return false
    } catch (error) {
      if (error === found) return true
      throw error
    }
  }
}

/** True for the error of an index that has nothing to answer from. */
export function isIndexMissing(error: unknown): boolean {
  return isDomainError(error, 'index_building')
}
