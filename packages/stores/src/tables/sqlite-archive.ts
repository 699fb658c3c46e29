import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** A file that travels inside a database. */
export interface ArchivedFile {
  /** Relative, with slashes. */
  readonly name: string
  readonly modifiedMs: number
  readonly content: Uint8Array
}

const FILE_MODE = 0o100600

/**
 * Puts files beside the tables of the store in `directory`, as the SQLite Archive that
 * `sqlite3 -A` reads (https://sqlite.org/sqlar.html). What is in there is stored, not deflated.
 */
export function archiveFiles(directory: string, files: Iterable<ArchivedFile>): void {
  const database = new DatabaseSync(join(directory, 'usher.db'))
  try {
    database.exec(`CREATE TABLE sqlar
      (name TEXT PRIMARY KEY, mode INT, mtime INT, sz INT, data BLOB); BEGIN`)
    const insert = database.prepare('INSERT INTO sqlar VALUES (?, ?, ?, ?, ?)')
    for (const { name, modifiedMs, content } of files) {
      insert.run(name, FILE_MODE, Math.floor(modifiedMs / 1000), content.length, content)
    }
    database.exec('COMMIT')
  } finally {
    database.close()
  }
}

/** Takes every file out again, one after another; afterwards the database has no trace of them. */
export function takeArchivedFiles(directory: string, take: (file: ArchivedFile) => void): void {
  const database = new DatabaseSync(join(directory, 'usher.db'))
  try {
    const select = database.prepare('SELECT name, mtime, data FROM sqlar ORDER BY name')
    for (const { name, mtime, data } of select.iterate()) {
      take({
        name: String(name),
        modifiedMs: Number(mtime) * 1000,
        content: data as Uint8Array,
      })
    }
    database.exec('DROP TABLE sqlar')
  } finally {
    database.close()
  }
}
