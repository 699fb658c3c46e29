import { DomainError } from '@usher/kernel'
import { type Change, put, type Tables } from '@usher/stores'
import {
  KEYS_MAX,
  type NewTicketKey,
  type TicketKeyStatus,
  type TicketKeyStore,
  type TicketSigningKey,
} from '../../ports/ticket-key-store.ts'
import { ACTIVE, activeKeyTable, type TicketKeyRow, ticketKeysTable } from './ticket-tables.ts'

/** Keys that sign tickets in the embedded store; as secret as the directory it is in. */
export function tablesTicketKeyStore(tables: Tables): TicketKeyStore {
  return new TablesTicketKeyStore(tables)
}

/** Every check shares a turn with its commit, which makes the two atomic: see `Tables`. */
class TablesTicketKeyStore implements TicketKeyStore {
  readonly #tables: Tables
  /** The newest commit. A key that was lost in a crash must not have signed anything. */
  #durable: Promise<void> = Promise.resolve()

  constructor(tables: Tables) {
    this.#tables = tables
  }

  async all(): Promise<readonly TicketSigningKey[]> {
    await this.#durable
    const rows = await this.#tables.list(ticketKeysTable, 'by_age', { limit: KEYS_MAX })
    return rows.map(keyOf)
  }

  async addFirst(key: NewTicketKey): Promise<void> {
    if (!this.#tables.get(activeKeyTable, ACTIVE)) this.#commit(this.#activation(key))
    await this.#durable
  }

  async rotate(key: NewTicketKey, { revokeOthers }: { revokeOthers: boolean }): Promise<void> {
    const others = this.#keys().map((row) => put(ticketKeysTable, withdrawn(row, revokeOthers)))
    if (others.length >= KEYS_MAX) {
      throw new DomainError('exhausted', 'too_many_keys', 'no more keys are kept')
    }
    this.#commit([...others, ...this.#activation(key)])
    await this.#durable
  }

  #activation(key: NewTicketKey): Change[] {
    const other_key_ids = this.#keys().map((row) => row.key_id)
    return [
      put(ticketKeysTable, rowOf(key, 'active')),
      put(activeKeyTable, { name: ACTIVE, key_id: key.keyId, other_key_ids }),
    ]
  }

  #keys(): readonly TicketKeyRow[] {
    const active = this.#tables.get(activeKeyTable, ACTIVE)
    const ids = active ? [...active.other_key_ids, active.key_id] : []
    return ids.flatMap((id) => this.#tables.get(ticketKeysTable, id) ?? [])
  }

  #commit(changes: readonly Change[]): void {
    this.#durable = this.#tables.commit(changes)
    // Whoever waits for it hears of the failure; this only keeps it from being nobody's.
    this.#durable.catch(() => undefined)
  }
}

function withdrawn(row: TicketKeyRow, revoke: boolean): TicketKeyRow {
  return { ...row, status: revoke || row.status === 'revoked' ? 'revoked' : 'retired' }
}

function rowOf({ keyId, x, d, createdAtMs }: NewTicketKey, status: TicketKeyStatus): TicketKeyRow {
  return { key_id: keyId, x, d, status, created_at_ms: createdAtMs }
}

function keyOf({ key_id, x, d, status, created_at_ms }: TicketKeyRow): TicketSigningKey {
  return { keyId: key_id, x, d, status, createdAtMs: created_at_ms }
}
