/**
 * What a column holds; `json` takes plain JSON, the others what their name says. Null is allowed
 * everywhere.
 */
export type ColumnType = 'text' | 'integer' | 'real' | 'boolean' | 'json'

/**
 * One table of an embedded store. Rows are plain frozen-by-convention objects: a row that was put
 * or read is never mutated, a changed row is a new object. `undefined` and absent columns are
 * stored as NULL and read back as null.
 */
export interface Table<Row extends object> {
  readonly name: string
  readonly columns: readonly (keyof Row & string)[]
  readonly types: Readonly<Record<keyof Row & string, ColumnType>>
  readonly key: readonly (keyof Row & string)[]
  /** Index name -> the columns it is ordered by; the key breaks ties. */
  readonly indexes: Readonly<Record<string, readonly (keyof Row & string)[]>>
}

/** What `defineTable` is told; column order is the order of `columns`. */
export interface TableDefinition<Row extends object> {
  readonly name: string
  readonly columns: Readonly<Record<keyof Row & string, ColumnType>>
  readonly key: readonly (keyof Row & string)[]
  readonly indexes?: Readonly<Record<string, readonly (keyof Row & string)[]>>
}

export function defineTable<Row extends object>(definition: TableDefinition<Row>): Table<Row> {
  return {
    name: definition.name,
    columns: Object.keys(definition.columns) as (keyof Row & string)[],
    types: definition.columns,
    key: definition.key,
    indexes: definition.indexes ?? {},
  }
}

export type KeyPart = string | number

/** One row written or removed. Made by `put` and `remove` only. */
export interface Change {
  readonly table: Table<object>
  readonly key: readonly KeyPart[]
  readonly row: object | undefined
}

/** Writes `row`, replacing the row with the same key. */
export function put<Row extends object>(table: Table<Row>, row: Row): Change {
  return {
    table: table as unknown as Table<object>,
    key: table.key.map((column) => row[column] as KeyPart),
    row,
  }
}

/** Removes the row with this key; no row is no error. */
export function remove<Row extends object>(table: Table<Row>, ...key: readonly KeyPart[]): Change {
  return { table: table as unknown as Table<object>, key, row: undefined }
}
