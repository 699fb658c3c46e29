import type { ColumnType, Table } from '@usher/stores'

/**
 * The row that a line of an export says. `columns` are those that its manifest names; others of the
 * table become null. Throws an Error that says in words what is wrong with the line.
 */
export function parseRow(table: Table<object>, columns: readonly string[], line: string): object {
  const values = objectOf(line)
  const types: Readonly<Record<string, ColumnType>> = table.types
  for (const column of columns) {
    if (!Object.hasOwn(values, column)) throw new Error(`${column} is missing`)
  }
  for (const [column, value] of Object.entries(values)) {
    if (!columns.includes(column)) throw new Error(`${column} is no column of ${table.name}`)
    const type = types[column]
    if (type === undefined || !isOf[type](value)) throw new Error(`${column} is not ${type}`)
  }
  for (const column of table.key as readonly string[]) {
    if (values[column] === null) throw new Error(`${column} is null, and part of the key`)
  }
  const row: Record<string, unknown> = {}
  for (const column of table.columns as readonly string[]) row[column] = values[column] ?? null
  return row
}

function objectOf(line: string): Record<string, unknown> {
  const value = parsedJson(line)
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as Record<string, unknown>
  }
  throw new Error('it is no JSON object')
}

function parsedJson(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch (error) {
    throw new Error(`it is no JSON: ${error instanceof Error ? error.message : ''}`, {
      cause: error,
    })
  }
}

const isOf: Readonly<Record<ColumnType, (value: unknown) => boolean>> = {
  text: (value) => value === null || typeof value === 'string',
  integer: (value) => value === null || Number.isSafeInteger(value),
  real: (value) => value === null || Number.isFinite(value),
  boolean: (value) => value === null || typeof value === 'boolean',
  json: () => true,
}
