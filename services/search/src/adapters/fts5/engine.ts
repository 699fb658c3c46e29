import { existsSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { DocumentChange } from '../../domain/event-document.ts'
import type { IndexState } from '../../ports/search-index.ts'
import type { EngineAnswer, EngineRequest, EngineResult } from './engine-messages.ts'
import { Generation } from './generation.ts'
import { createIndexDatabase, isDamage, openIndexDatabase } from './index-database.ts'

export const INDEX_FILE = 'search.db'
export const NEXT_INDEX_FILE = 'search.next.db'
export const IN_MEMORY = ':memory:'

// missing -> filling (`begin`) -> ready (`finish`); ready -> ready and filling (`begin`) -> ready.
// Damage of the one that answers makes it missing. A file called `search.db` is always a whole
// generation: it is renamed to that only when it is finished and on disk.

/** The generations of a directory. Everything here is synchronous: it belongs into a thread. */
export class Engine {
  readonly #directory: string
  #current: Generation | undefined
  #next: Generation | undefined
  #interrupted: boolean

  constructor(directory: string) {
    this.#directory = directory
    this.#interrupted = !this.#inMemory && existsSync(this.#path(NEXT_INDEX_FILE))
    this.#current = this.#inMemory ? undefined : this.#open()
  }

  answer(request: EngineRequest): EngineAnswer {
    try {
      return { result: this.#run(request), documents: this.#documents }
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      if (error instanceof NothingToAnswerFrom) return this.#refusal('building', message)
      if (!isDamage(error)) return this.#refusal('failed', message)
      this.#discard()
      return this.#refusal('damaged', message)
    }
  }

  #refusal(refused: 'building' | 'damaged' | 'failed', message: string): EngineAnswer {
    return { refused, message, documents: this.#documents }
  }

  #run(request: EngineRequest): EngineResult {
    if (request.kind === 'state') return this.#state()
    if (request.kind === 'search') return this.#answering().search(request.query)
    if (request.kind === 'suggest') return this.#answering().suggest(request.query)
    if (request.kind === 'put') this.#put(request.changes)
    if (request.kind === 'begin') this.#begin()
    if (request.kind === 'fill') this.#filling().put(request.changes)
    if (request.kind === 'finish') this.#finish()
    if (request.kind === 'close') this.#close()
    return undefined
  }

  #state(): IndexState {
    if (!this.#current) return 'missing'
    return this.#interrupted ? 'interrupted' : 'ready'
  }

  get #documents(): number {
    return this.#current?.documents ?? 0
  }

  #put(changes: readonly DocumentChange[]): void {
    this.#next?.put(changes)
    this.#current?.put(changes)
  }

  #begin(): void {
    this.#next?.database.close()
    this.#next = undefined
    this.#remove(NEXT_INDEX_FILE)
    this.#interrupted = false
    const path = this.#inMemory ? IN_MEMORY : this.#path(NEXT_INDEX_FILE)
    this.#next = Generation.read(createIndexDatabase(path))
  }

  #finish(): void {
    const next = this.#filling()
    this.#next = undefined
    if (this.#inMemory) {
      this.#current?.database.close()
      this.#current = next
      return
    }
    next.close()
    // Nothing of the old log may be left for the new file: closing has emptied it.
    this.#current?.close()
    this.#current = undefined
    this.#removeLogs(INDEX_FILE)
    renameSync(this.#path(NEXT_INDEX_FILE), this.#path(INDEX_FILE))
    this.#removeLogs(NEXT_INDEX_FILE)
    this.#current = this.#open(next)
  }

  /** The generation on disk, known already or not; what is damaged or of old schema goes. */
  #open(known?: Generation): Generation | undefined {
    const path = this.#path(INDEX_FILE)
    if (!existsSync(path)) {
      this.#removeLogs(INDEX_FILE)
      return undefined
    }
    try {
      const database = openIndexDatabase(path)
      if (database) return known?.movedTo(database) ?? Generation.read(database)
    } catch (error) {
      if (!isDamage(error)) throw error
    }
    this.#remove(INDEX_FILE)
    return undefined
  }

  /** Damage was met: whichever generation it was, it is not trusted any more. */
  #discard(): void {
    for (const generation of [this.#current, this.#next]) {
      if (generation?.database.isOpen) generation.database.close()
    }
    this.#current = undefined
    this.#next = undefined
    this.#remove(INDEX_FILE)
    this.#remove(NEXT_INDEX_FILE)
  }

  #close(): void {
    this.#next?.database.close()
    this.#current?.close()
  }

  #answering(): Generation {
    if (!this.#current) throw new NothingToAnswerFrom('there is no index yet')
    return this.#current
  }

  #filling(): Generation {
    if (!this.#next) throw new NothingToAnswerFrom('no generation was begun')
    return this.#next
  }

  #remove(file: string): void {
    if (this.#inMemory) return
    rmSync(this.#path(file), { force: true })
    this.#removeLogs(file)
  }

  #removeLogs(file: string): void {
    for (const log of ['-wal', '-shm']) rmSync(`${this.#path(file)}${log}`, { force: true })
  }

  get #inMemory(): boolean {
    return this.#directory === IN_MEMORY
  }

  #path(file: string): string {
    return join(this.#directory, file)
  }
}

class NothingToAnswerFrom extends Error {}
