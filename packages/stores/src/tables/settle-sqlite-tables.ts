import { closeSync, fsyncSync, openSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { lockDirectory } from './directory-lock.ts'
import { openRedoLog } from './redo-log.ts'
import { WriteBehind } from './write-behind.ts'

/**
 * Brings everything that is kept in `directory` into its `usher.db`, and makes that a single file:
 * no log beside it, whole in itself and on disk. Unlike an open store it fails at once when the
 * disk is full. Fails with conflict / data_dir_in_use and unavailable / redo_log_damaged.
 */
export async function settleSqliteTables(directory: string): Promise<void> {
  const lock = lockDirectory(directory)
  const database = new DatabaseSync(join(directory, 'usher.db'))
  try {
    await applyLog(directory, database)
    database.exec('PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE')
  } finally {
    database.close()
    lock.release()
  }
  syncFile(join(directory, 'usher.db'))
  for (const name of readdirSync(directory)) {
    if (name.endsWith('.redo') || name.startsWith('usher.lock')) rmSync(join(directory, name))
  }
}

async function applyLog(directory: string, database: DatabaseSync): Promise<void> {
  const tables = new WriteBehind(database)
  const { log, records } = await openRedoLog(directory, tables.sequence)
  for (const { sequence, body } of records) {
    tables.append({ sequence, body, size: (JSON.parse(body) as unknown[]).length })
  }
  while (tables.size > 0) tables.applySlice()
  await log.close()
}

/** A copy that SQLite made by VACUUM INTO is not on disk by itself. */
function syncFile(path: string): void {
  const file = openSync(path, 'r+')
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}
