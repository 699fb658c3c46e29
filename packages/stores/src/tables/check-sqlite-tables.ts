import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/**
 * What SQLite finds wrong in the file of the tables kept in `directory`; empty when all is well, or
 * when nothing is kept there yet. Reads only, also while another process writes.
 */
export function checkSqliteTables(directory: string): readonly string[] {
  const path = join(directory, 'usher.db')
  if (!existsSync(path)) return []
  const database = new DatabaseSync(path, { readOnly: true })
  try {
    const rows = database.prepare('PRAGMA integrity_check').all() as { integrity_check: string }[]
    return rows.map((row) => row.integrity_check).filter((line) => line !== 'ok')
  } catch (error) {
    // Damage in the first pages keeps SQLite from looking further.
    return [error instanceof Error ? error.message : String(error)]
  } finally {
    database.close()
  }
}
