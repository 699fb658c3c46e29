import { rowValues } from './sqlite-sql.ts'
import type { Change, KeyPart } from './table.ts'

/**
 * A change in a redo record: table name, then the values of the row, or the key of a row that is
 * removed.
 */
export type RedoChange =
  | readonly [table: string, values: readonly unknown[]]
  | readonly [table: string, removed: null, key: readonly KeyPart[]]

export function redoChange({ table, key, row }: Change): RedoChange {
  return row ? [table.name, rowValues(table, row)] : [table.name, null, key]
}
