import { orderColumns } from './index-order.ts'
import type { ColumnType, Table } from './table.ts'
import { LIST_LIMIT_MAX, type ListOptions } from './tables.ts'

/** A value as node:sqlite binds and returns it. */
export type SqlValue = string | number | null

const affinities: Record<ColumnType, string> = {
  text: 'TEXT',
  integer: 'INTEGER',
  real: 'REAL',
  boolean: 'INTEGER',
  json: 'TEXT',
}

/**
 * The statements that bring `table` into being. A table is kept in key order, so that neighbours
 * share pages.
 */
export function createStatements(table: Table<object>): readonly string[] {
  const columns = columnsOf(table).map((column) => `${quote(column)} ${affinity(table, column)}`)
  const create = `CREATE TABLE IF NOT EXISTS ${quote(table.name)} (${columns.join(', ')},
    PRIMARY KEY (${quoteAll(table.key)})) WITHOUT ROWID`
  const indexes = Object.keys(table.indexes).map(
    (index) => `CREATE INDEX IF NOT EXISTS ${quote(`${table.name}_${index}`)}
      ON ${quote(table.name)} (${quoteAll(orderColumns(table, index))})`,
  )
  return [create, ...indexes]
}

export function addColumnStatement(table: Table<object>, column: string): string {
  return `ALTER TABLE ${quote(table.name)} ADD COLUMN ${quote(column)} ${affinity(table, column)}`
}

export function selectStatement(table: Table<object>): string {
  return `SELECT ${quoteAll(table.columns)} FROM ${quote(table.name)} WHERE ${equals(table.key)}`
}

/** Answers a row unless the table is empty. */
export function emptyStatement(table: Table<object>): string {
  return `SELECT 1 FROM ${quote(table.name)} LIMIT 1`
}

/** The number of rows, as `rows`. */
export function countStatement(table: Table<object>): string {
  return `SELECT count(*) AS rows FROM ${quote(table.name)}`
}

/** Every key of the table. */
export function keysStatement(table: Table<object>): string {
  return `SELECT ${quoteAll(table.key)} FROM ${quote(table.name)}`
}

/** Updates in place rather than REPLACE, which would rewrite every index entry of the row. */
export function upsertStatement(table: Table<object>): string {
  const own = columnsOf(table).filter((column) => !keyOf(table).includes(column))
  const updates = own.map((column) => `${quote(column)} = excluded.${quote(column)}`)
  const action = updates.length ? `DO UPDATE SET ${updates.join(', ')}` : 'DO NOTHING'
  return `${insertStatement(table)} ON CONFLICT (${quoteAll(table.key)}) ${action}`
}

/** Fails when there is a row with this key. */
export function insertStatement(table: Table<object>): string {
  const marks = table.columns.map(() => '?').join(', ')
  return `INSERT INTO ${quote(table.name)} (${quoteAll(table.columns)}) VALUES (${marks})`
}

export function deleteStatement(table: Table<object>): string {
  return `DELETE FROM ${quote(table.name)} WHERE ${equals(table.key)}`
}

/**
 * A page of an index; the values to bind come with it. Row values let SQLite seek to `after` in the
 * index.
 */
export function listStatement(
  table: Table<object>,
  index: string,
  options: ListOptions,
): { sql: string; values: SqlValue[] } {
  const order = orderColumns(table, index)
  const { prefix = [], after = [], below, descending = false, limit } = options
  const rest = order.slice(prefix.length, prefix.length + after.length)
  const conditions = order.slice(0, prefix.length).map((column) => `${quote(column)} = ?`)
  if (below !== undefined) conditions.push(`${quote(order[prefix.length] ?? '')} < ?`)
  if (rest.length) {
    const marks = rest.map(() => '?').join(', ')
    conditions.push(`(${quoteAll(rest)}) ${descending ? '<' : '>'} (${marks})`)
  }
  const where = conditions.length ? `WHERE ${conditions.join(' AND ')}` : ''
  const direction = descending ? ' DESC' : ''
  const orderBy = order.map((column) => `${quote(column)}${direction}`).join(', ')
  return {
    sql: `SELECT ${quoteAll(table.columns)} FROM ${quote(table.name)} ${where}
      ORDER BY ${orderBy} LIMIT ?`,
    values: [
      ...prefix,
      ...(below === undefined ? [] : [below]),
      ...after,
      Math.min(limit, LIST_LIMIT_MAX),
    ],
  }
}

/** A row as the values of its columns, in their order, as JSON can carry them. */
export function rowValues(table: Table<object>, row: object): unknown[] {
  const source = row as Record<string, unknown>
  const values: unknown[] = []
  for (const column of table.columns) values.push(source[column] ?? null)
  return values
}

/** The same values as SQLite stores them. */
export function boundValues(table: Table<object>, values: readonly unknown[]): SqlValue[] {
  return values.map((value, i) => bound(typeAt(table, i), value))
}

/** The row that `boundValues` came from. */
export function rowFrom(table: Table<object>, values: readonly SqlValue[]): object {
  const row: Record<string, unknown> = {}
  table.columns.forEach((column, i) => {
    row[column] = unbound(typeAt(table, i), values[i] ?? null)
  })
  return row
}

function bound(type: ColumnType, value: unknown): SqlValue {
  if (value === null || value === undefined) return null
  if (type === 'json') return JSON.stringify(value)
  if (type === 'boolean') return value ? 1 : 0
  return value as SqlValue
}

function unbound(type: ColumnType, value: SqlValue): unknown {
  if (value === null) return null
  if (type === 'json') return JSON.parse(String(value))
  if (type === 'boolean') return value === 1
  return value
}

function typeAt(table: Table<object>, index: number): ColumnType {
  return typesOf(table)[columnsOf(table)[index] ?? ''] ?? 'text'
}

function affinity(table: Table<object>, column: string): string {
  return affinities[typesOf(table)[column] ?? 'text']
}

function typesOf(table: Table<object>): Readonly<Record<string, ColumnType>> {
  return table.types
}

function columnsOf(table: Table<object>): readonly string[] {
  return table.columns
}

function keyOf(table: Table<object>): readonly string[] {
  return table.key
}

function equals(columns: readonly string[]): string {
  return columns.map((column) => `${quote(column)} = ?`).join(' AND ')
}

function quoteAll(names: readonly string[]): string {
  return names.map(quote).join(', ')
}

function quote(name: string): string {
  if (!/^[a-z][a-z0-9_]*$/i.test(name)) throw new TypeError(`not a column or table name: ${name}`)
  return `"${name}"`
}
