import type { Change, KeyPart, Table } from './table.ts'
import { rowValues } from './sqlite-sql.ts'

/** A change on its way to disk: table name, then the values of the row, or the key of a row that is removed. */
export type RedoChange =
  | readonly [table: string, values: readonly unknown[]]
  | readonly [table: string, removed: null, key: readonly KeyPart[]]

/** What the main thread asks of the writer thread. */
export type WriterRequest =
  /** Make this batch durable as number `sequence`. `body` is a JSON array of RedoChange. */
  | {
      readonly kind: 'append'
      readonly sequence: number
      readonly body: string
      readonly size: number
    }
  /** Apply everything up to the newest batch to the tables soon. */
  | { readonly kind: 'apply' }
  | { readonly kind: 'close' }

/** What the writer thread answers. */
export type WriterReport =
  | { readonly kind: 'ready'; readonly sequence: number }
  | { readonly kind: 'durable'; readonly sequence: number }
  | { readonly kind: 'applied'; readonly sequence: number }
  /** The disk is full: the batch waits and is tried again; nothing is lost. */
  | { readonly kind: 'full' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'closed' }

export function redoChange({ table, key, row }: Change): RedoChange {
  return row ? [table.name, rowValues(table, row)] : [table.name, null, key]
}

/** The parts of a table definition that the writer needs, as kept in `usher_tables`. */
export function tableFromJson(json: string): Table<object> {
  return JSON.parse(json) as Table<object>
}
