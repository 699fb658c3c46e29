import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { countStatement } from './sqlite-sql.ts'
import { tableFromJson } from './prepare-table.ts'

/** The tables that the store in `directory` has, by name, with the number of their rows. */
export function storedTables(directory: string): ReadonlyMap<string, number> {
  const database = new DatabaseSync(join(directory, 'usher.db'), { readOnly: true })
  try {
    const rows = database.prepare('SELECT definition FROM usher_tables ORDER BY name').all()
    return new Map(
      rows.map(({ definition }) => {
        const table = tableFromJson(String(definition))
        const counted = database.prepare(countStatement(table)).get()
        return [table.name, Number(counted?.['rows'])]
      }),
    )
  } finally {
    database.close()
  }
}
