import type { KeyPart, Table } from './table.ts'
import { LIST_LIMIT_MAX, type Tables } from './tables.ts'

/** Every row of a table in the order of its key, a page at a time; with `prefix`, those of it. */
export async function* everyRow<Row extends object>(
  tables: Tables,
  table: Table<Row>,
  prefix: readonly KeyPart[] = [],
): AsyncGenerator<Row> {
  let after: readonly KeyPart[] | undefined
  for (;;) {
    const page = { prefix, limit: LIST_LIMIT_MAX, ...(after && { after }) }
    const rows = await tables.list(table, 'key', page)
    yield* rows
    const last = rows.at(-1)
    if (!last || rows.length < LIST_LIMIT_MAX) return
    after = table.key.slice(prefix.length).map((column) => last[column] as KeyPart)
  }
}
