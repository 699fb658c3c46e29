import type { DatabaseSync } from 'node:sqlite'
import { addColumnStatement, createStatements } from './sqlite-sql.ts'
import type { Table } from './table.ts'

/**
 * Makes `table` exist as it is defined: created when absent, new columns and indexes added. Fails
 * when its key has changed or a column has gone or changed its type, because rows written before
 * could not be read any more.
 */
export function prepareTable(database: DatabaseSync, table: Table<object>): void {
  const definition = JSON.stringify(table)
  const found = database
    .prepare('SELECT definition FROM usher_tables WHERE name = ?')
    .get(table.name)
  if (found?.['definition'] === definition) return
  const before = found ? tableFromJson(String(found['definition'])) : undefined
  if (before) refuseLoss(before, table)
  database.exec('BEGIN IMMEDIATE')
  try {
    for (const column of before ? addedColumns(before, table) : []) {
      database.exec(addColumnStatement(table, column))
    }
    for (const statement of createStatements(table)) database.exec(statement)
    database
      .prepare('INSERT OR REPLACE INTO usher_tables (name, definition) VALUES (?, ?)')
      .run(table.name, definition)
    database.exec('COMMIT')
  } catch (error) {
    // A full disk has ended the transaction already; what matters is that it was full.
    if (database.isTransaction) database.exec('ROLLBACK')
    throw error
  }
}

function addedColumns(before: Table<object>, after: Table<object>): readonly string[] {
  const known: readonly string[] = before.columns
  return after.columns.filter((column) => !known.includes(column))
}

function refuseLoss(before: Table<object>, after: Table<object>): void {
  const types: Readonly<Record<string, string>> = after.types
  const lost = Object.entries(before.types).filter(([column, type]) => types[column] !== type)
  if (before.key.join() !== after.key.join() || lost.length > 0) {
    const columns = lost.map(([column]) => column).join(', ')
    throw new TypeError(`table ${after.name} was made with another key or columns (${columns})`)
  }
}

/** The parts of a definition that matter to SQL, as kept in `usher_tables`. */
export function tableFromJson(json: string): Table<object> {
  return JSON.parse(json) as Table<object>
}
