import { DomainError } from '@usher/kernel'
import { compareParts, keyText, orderColumns } from './index-order.ts'
import type { Change, KeyPart, Table } from './table.ts'
import { LIST_LIMIT_MAX, type ListOptions, type Tables } from './tables.ts'

/** What survives a crash of `memoryTables`: the commits that were made durable, in order. */
export interface MemoryDisk {
  /** Makes the changes durable, or rejects. A simulation delays, fails and forgets here. */
  append(changes: readonly Change[]): Promise<void>
  readonly durable: readonly (readonly Change[])[]
}

/** A disk that never fails: durable in the same turn. */
export function reliableDisk(): MemoryDisk {
  const durable: (readonly Change[])[] = []
  return {
    durable,
    async append(changes) {
      durable.push(changes)
    },
  }
}

/** Tables in memory, rebuilt from `disk`. For tests, simulations and demos that may forget. */
export function memoryTables(disk: MemoryDisk = reliableDisk()): Tables {
  return new MemoryTables(disk)
}

class MemoryTables implements Tables {
  readonly #disk: MemoryDisk
  readonly #rows = new Map<string, Map<string, object>>()
  #failed = false
  #last: Promise<void> = Promise.resolve()

  constructor(disk: MemoryDisk) {
    this.#disk = disk
    for (const changes of disk.durable) this.#apply(changes)
  }

  get<Row extends object>(table: Table<Row>, ...key: readonly KeyPart[]): Row | undefined {
    return this.#rows.get(table.name)?.get(keyText(key)) as Row | undefined
  }

  async commit(changes: readonly Change[]): Promise<void> {
    if (this.#failed) throw storageFailed()
    this.#apply(changes)
    this.#last = this.#disk.append(changes)
    try {
      await this.#last
    } catch (cause) {
      this.#failed = true
      throw storageFailed(cause)
    }
  }

  async list<Row extends object>(
    table: Table<Row>,
    index: string,
    options: ListOptions,
  ): Promise<readonly Row[]> {
    const columns = orderColumns(table as unknown as Table<object>, index) as (keyof Row)[]
    const { prefix = [], after, below, descending = false } = options
    const direction = descending ? -1 : 1
    const orderOf = (row: Row) => columns.map((column) => row[column])
    return [...(this.#rows.get(table.name)?.values() ?? [])]
      .map((row) => ({ row: row as Row, order: orderOf(row as Row) }))
      .filter(({ order }) => compareParts(order.slice(0, prefix.length), prefix) === 0)
      .filter(
        ({ order }) => below === undefined || compareParts([order[prefix.length]], [below]) < 0,
      )
      .filter(
        ({ order }) => !after || compareParts(order.slice(prefix.length), after) * direction > 0,
      )
      .sort((a, b) => compareParts(a.order, b.order) * direction)
      .slice(0, Math.min(options.limit, LIST_LIMIT_MAX))
      .map(({ row }) => row)
  }

  ready(): boolean {
    return !this.#failed
  }

  async close(): Promise<void> {
    await this.#last
  }

  #apply(changes: readonly Change[]): void {
    for (const { table, key, row } of changes) {
      let rows = this.#rows.get(table.name)
      if (!rows) this.#rows.set(table.name, (rows = new Map()))
      if (row) rows.set(keyText(key), row)
      else rows.delete(keyText(key))
    }
  }
}

function storageFailed(cause?: unknown): DomainError {
  return new DomainError('unavailable', 'storage_failed', 'the store cannot write', {}, cause)
}
