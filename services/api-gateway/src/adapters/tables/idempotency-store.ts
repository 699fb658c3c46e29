import { defineTable, put, remove, type Tables } from '@usher/stores'
import type {
  Claim,
  IdempotencyStore,
  KeyedRequest,
  StoredAnswer,
} from '../../ports/idempotency-store.ts'

interface KeyedRequestRow {
  readonly request_id: string
  readonly fingerprint: string
  /** Null until it is answered for good. */
  readonly answer: StoredAnswer | null
  readonly created_at_ms: number
}

export const idempotencyTable = defineTable<KeyedRequestRow>({
  name: 'idempotency_requests',
  columns: { request_id: 'text', fingerprint: 'text', answer: 'json', created_at_ms: 'integer' },
  key: ['request_id'],
  indexes: { by_age: ['created_at_ms'] },
})

/**
 * Idempotency over the embedded store. One process owns the data, so what is in flight is known in
 * memory.
 */
export function tablesIdempotencyStore(tables: Tables): IdempotencyStore {
  return new TablesIdempotencyStore(tables)
}

/**
 * A request is unknown, claimed, abandoned or answered. `claim` gets, checks and commits without an
 * await between, which makes it atomic. It does not wait for the disk: `Tables` keeps commits in
 * order, so whatever the holder commits later is durable only together with its claim. A commit
 * that fails makes every later one fail too, so the holder learns of it.
 */
class TablesIdempotencyStore implements IdempotencyStore {
  readonly #tables: Tables
  readonly #inFlight = new Set<string>()

  constructor(tables: Tables) {
    this.#tables = tables
  }

  async claim({ requestId, fingerprint, atMs }: KeyedRequest): Promise<Claim> {
    const row = this.#tables.get(idempotencyTable, requestId)
    if (row && row.fingerprint !== fingerprint) return { is: 'reused' }
    if (row?.answer) return { is: 'answered', answer: row.answer }
    if (this.#inFlight.has(requestId)) return { is: 'in_flight' }
    this.#inFlight.add(requestId)
    if (!row) this.#write(requestId, fingerprint, atMs)
    return { is: 'claimed' }
  }

  async finish(request: KeyedRequest, answer: StoredAnswer): Promise<void> {
    const { requestId, fingerprint, atMs } = request
    const row = { request_id: requestId, fingerprint, answer, created_at_ms: atMs }
    try {
      await this.#tables.commit([put(idempotencyTable, row)])
    } finally {
      this.#inFlight.delete(requestId)
    }
  }

  async abandon({ requestId }: KeyedRequest): Promise<void> {
    this.#inFlight.delete(requestId)
  }

  async prune(beforeMs: number, limit: number): Promise<number> {
    const old = await this.#tables.list(idempotencyTable, 'by_age', { below: beforeMs, limit })
    const forgettable = old.filter(({ request_id }) => !this.#inFlight.has(request_id))
    const removals = forgettable.map(({ request_id }) => remove(idempotencyTable, request_id))
    if (removals.length > 0) await this.#tables.commit(removals)
    return removals.length
  }

  #write(requestId: string, fingerprint: string, atMs: number): void {
    const row = { request_id: requestId, fingerprint, answer: null, created_at_ms: atMs }
    this.#tables.commit([put(idempotencyTable, row)]).catch(() => {
      // The store has failed and says so to every later commit; the holder of this claim will make
      // one.
    })
  }
}
