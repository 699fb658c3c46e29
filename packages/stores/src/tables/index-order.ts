import type { KeyPart, Table } from './table.ts'

/** The columns that order an index of `table`: its own, then those of the key that it lacks. */
export function orderColumns(table: Table<object>, index: string): readonly string[] {
  const own: readonly string[] | undefined = index === 'key' ? table.key : table.indexes[index]
  if (!own) throw new TypeError(`table ${table.name} has no index ${index}`)
  return [...own, ...table.key.filter((column) => !own.includes(column))]
}

/**
 * Orders as SQLite's BINARY collation does: null first, numbers by value, then text by UTF-8 bytes.
 */
export function compareParts(a: readonly unknown[], b: readonly unknown[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const order = compareValues(a[i], b[i])
    if (order !== 0) return order
  }
  return 0
}

function compareValues(a: unknown, b: unknown): number {
  if (a === b) return 0
  if (a === null || a === undefined) return b === null || b === undefined ? 0 : -1
  if (b === null || b === undefined) return 1
  if (typeof a === 'string' && typeof b === 'string') {
    return Buffer.compare(Buffer.from(a), Buffer.from(b))
  }
  return Number(a) - Number(b)
}

/** One text for a key of any shape; parts cannot run into each other. */
export function keyText(key: readonly KeyPart[]): string {
  return key.length === 1 ? String(key[0]) : key.join('\u0000')
}
