import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Clock, DomainError } from '@usher/kernel'
import type { DocumentChange } from '../../domain/event-document.ts'
import type { SearchQuery } from '../../domain/search-query.ts'
import type {
  IndexState,
  SearchIndex,
  SearchPage,
  SuggestQuery,
  Suggestion,
} from '../../ports/search-index.ts'
import { IN_MEMORY, INDEX_FILE, NEXT_INDEX_FILE } from './engine.ts'
import type { EngineAnswer, EngineRequest, EngineResult } from './engine-messages.ts'
import { type EngineRunner, openEngine } from './engine-runner.ts'

export interface Fts5SearchIndexOptions {
  /** Where `search.db` lies; `:memory:` keeps nothing and needs no thread. */
  readonly directory: string
  readonly clock: Clock
  /** Queries that may wait. */
  readonly queueMax?: number
}

/** A second of work for a busy machine. */
const QUERIES_WAITING_MAX = 256
/** As many as consumers hand over at the same time, with room to spare. */
const WRITES_WAITING_MAX = 256
/** So many changes share one transaction and its sync: few, because queries wait for them. */
const CHANGES_AT_ONCE = 32

interface Waiting {
  readonly request: EngineRequest
  readonly answered: PromiseWithResolvers<EngineResult>
  /** On the monotonic scale. */
  readonly deadlineMs: number
}

// Asleep -> running at the first call that needs the engine -> closed. A thread that ends by itself
// puts it back to sleep, and the next call wakes another.

/**
 * The index in one SQLite file, in a thread of its own that begins with the first call. Queries go
 * before writes, one request at a time.
 */
export function fts5SearchIndex(options: Fts5SearchIndexOptions): SearchIndex {
  return new Fts5SearchIndex(options)
}

class Fts5SearchIndex implements SearchIndex {
  readonly #options: Fts5SearchIndexOptions
  #runner: EngineRunner | undefined
  #queries: Waiting[] = []
  #writes: Waiting[] = []
  #busy = false
  #closed = false
  #documents = 0

  constructor(options: Fts5SearchIndexOptions) {
    this.#options = options
  }

  async state(): Promise<IndexState> {
    // Asking is enough to have an index opened that is there, before anybody searches.
    if (!this.#runner && this.#stateOfFiles() === 'missing') return 'missing'
    return (await this.#write({ kind: 'state' })) as IndexState
  }

  documents(): number {
    return this.#documents
  }

  async put(changes: readonly DocumentChange[]): Promise<void> {
    // Asleep without a file there is nothing to put into, and no reason to wake.
    if (!this.#runner && this.#stateOfFiles() === 'missing') return
    await this.#write({ kind: 'put', changes })
  }

  async search(query: SearchQuery, deadlineMs: number): Promise<SearchPage> {
    return (await this.#ask({ kind: 'search', query }, deadlineMs)) as SearchPage
  }

  async suggest(query: SuggestQuery, deadlineMs: number): Promise<readonly Suggestion[]> {
    return (await this.#ask({ kind: 'suggest', query }, deadlineMs)) as readonly Suggestion[]
  }

  async beginGeneration(): Promise<void> {
    await this.#write({ kind: 'begin' })
  }

  async fillGeneration(changes: readonly DocumentChange[]): Promise<void> {
    await this.#write({ kind: 'fill', changes })
  }

  async finishGeneration(): Promise<void> {
    await this.#write({ kind: 'finish' })
  }

  async close(): Promise<void> {
    if (this.#closed) return
    const closing = this.#runner ? this.#write({ kind: 'close' }) : undefined
    this.#closed = true
    await closing
  }

  #stateOfFiles(): IndexState {
    const { directory } = this.#options
    if (directory === IN_MEMORY || !existsSync(join(directory, INDEX_FILE))) return 'missing'
    return existsSync(join(directory, NEXT_INDEX_FILE)) ? 'interrupted' : 'ready'
  }

  #ask(request: EngineRequest, deadlineMs: number): Promise<EngineResult> {
    const { queueMax = QUERIES_WAITING_MAX, clock } = this.#options
    if (this.#queries.length >= queueMax) return Promise.reject(searchBusy())
    const waiting = this.#enqueue(this.#queries, request, deadlineMs)
    if (!Number.isFinite(deadlineMs)) return waiting.answered.promise
    const restMs = Math.max(0, deadlineMs - clock.monotonicMs())
    const cancel = clock.schedule(restMs, () => waiting.answered.reject(searchBusy()))
    return waiting.answered.promise.finally(cancel)
  }

  #write(request: EngineRequest): Promise<EngineResult> {
    if (this.#writes.length >= WRITES_WAITING_MAX) return Promise.reject(searchBusy())
    return this.#enqueue(this.#writes, request, Number.POSITIVE_INFINITY).answered.promise
  }

  #enqueue(queue: Waiting[], request: EngineRequest, deadlineMs: number): Waiting {
    const waiting = { request, deadlineMs, answered: Promise.withResolvers<EngineResult>() }
    if (this.#closed) waiting.answered.reject(searchFailed('the index is closed'))
    else queue.push(waiting)
    void this.#work()
    return waiting
  }

  /** Runs until nothing waits. What is asked for in the same turn as the first is waited for. */
  async #work(): Promise<void> {
    if (this.#busy) return
    this.#busy = true
    await Promise.resolve()
    for (let next = this.#next(); next; next = this.#next()) await this.#serve(next)
    this.#busy = false
  }

  #next(): Waiting | undefined {
    return this.#queries.shift() ?? this.#nextWrite()
  }

  /** The next write; changes that wait one after the other are one. */
  #nextWrite(): Waiting | undefined {
    const first = this.#writes.shift()
    if (first?.request.kind !== 'put') return first
    const changes = [...first.request.changes]
    const answered = Promise.withResolvers<EngineResult>()
    answered.promise.then(first.answered.resolve, first.answered.reject)
    for (let next = this.#writes[0]; next?.request.kind === 'put'; next = this.#writes[0]) {
      if (changes.length + next.request.changes.length > CHANGES_AT_ONCE) break
      changes.push(...next.request.changes)
      answered.promise.then(next.answered.resolve, next.answered.reject)
      this.#writes.shift()
    }
    return { ...first, request: { kind: 'put', changes }, answered }
  }

  async #serve({ request, answered, deadlineMs }: Waiting): Promise<void> {
    if (this.#options.clock.monotonicMs() >= deadlineMs) {
      answered.reject(searchBusy())
      return
    }
    try {
      this.#runner ??= openEngine(this.#options.directory)
      answered.resolve(this.#resultOf(await this.#runner.run(request)))
    } catch (error) {
      if (!(error instanceof DomainError)) this.#runner = undefined
      answered.reject(error instanceof DomainError ? error : searchFailed(error))
    }
  }

  #resultOf(answer: EngineAnswer): EngineResult {
    this.#documents = answer.documents
    if ('result' in answer) return answer.result
    if (answer.refused === 'failed') throw searchFailed(answer.message)
    throw indexBuilding(answer.message)
  }
}

function searchBusy(): DomainError {
  return new DomainError('unavailable', 'search_busy', 'too many are searching; ask again')
}

function indexBuilding(cause: unknown): DomainError {
  const message = 'the search index is being made; ask again later'
  return new DomainError('unavailable', 'index_building', message, {}, cause)
}

function searchFailed(cause: unknown): DomainError {
  return new DomainError('unavailable', 'search_failed', 'the search index failed', {}, cause)
}
