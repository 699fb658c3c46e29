import { setImmediate } from 'node:timers/promises'
import { DatabaseSync } from 'node:sqlite'
import { keyText } from './index-order.ts'
import { KeyFilter } from './key-filter.ts'
import { keysStatement } from './sqlite-sql.ts'
import type { KeyPart, Table } from './table.ts'

/** Keys counted before other work of the thread gets its turn; about ten milliseconds. */
const SLICE_KEYS = 20_000

/**
 * The keys that `table` holds in the database at `path`, as the words of a KeyFilter. Reads on a
 * connection of its own, so that rows may be written meanwhile; those are none of its business.
 */
export async function countKeys(
  path: string,
  table: Table<object>,
): Promise<Uint32Array<ArrayBuffer>> {
  const database = new DatabaseSync(path, { readOnly: true })
  try {
    const keys: string[] = []
    const statement = database.prepare(keysStatement(table))
    statement.setReturnArrays(true)
    for (const values of statement.iterate()) {
      keys.push(keyText(Object.values(values) as KeyPart[]))
      if (keys.length % SLICE_KEYS === 0) await setImmediate()
    }
    const filter = KeyFilter.forKeys(keys.length)
    for (const key of keys) filter.add(key)
    return filter.words
  } finally {
    database.close()
  }
}
