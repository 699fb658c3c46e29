import { type KeyPart, LIST_LIMIT_MAX, type Table, type Tables } from '@usher/stores'

/** Every row of a table in the order of its key, a page at a time. */
export async function* allRows<Row extends object>(
  tables: Tables,
  table: Table<Row>,
): AsyncGenerator<Row> {
  let after: readonly KeyPart[] | undefined
  for (;;) {
    const page = await tables.list(table, 'key', { limit: LIST_LIMIT_MAX, ...(after && { after }) })
    yield* page
    const last = page.at(-1)
    if (!last || page.length < LIST_LIMIT_MAX) return
    after = table.key.map((column) => last[column] as KeyPart)
  }
}
