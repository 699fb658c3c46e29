import { existsSync, mkdirSync, readdirSync, copyFileSync, constants, rmSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { DomainError } from '@usher/kernel'

/**
 * A file of the log may be deleted while it is copied, when it is no longer needed; then the copy
 * starts again.
 */
const ATTEMPTS_MAX = 5

/**
 * Copies the store kept in `directory` into the empty `toDirectory`, while another process may go
 * on writing. The copy holds every commit that was durable when the call began. Fails with
 * not_found / no_data_dir and conflict / copy_exists.
 */
export function copySqliteTables(directory: string, toDirectory: string): void {
  const from = join(directory, 'usher.db')
  const to = join(toDirectory, 'usher.db')
  if (!existsSync(from)) {
    throw new DomainError('not_found', 'no_data_dir', `there is no usher.db in ${directory}`, {
      directory,
    })
  }
  if (existsSync(to)) {
    throw new DomainError('conflict', 'copy_exists', `${to} is there already`, {
      directory: toDirectory,
    })
  }
  mkdirSync(toDirectory, { recursive: true, mode: 0o700 })
  copyLog(directory, toDirectory)
  copyDatabase(from, to)
}

/**
 * The log goes first: the tables copied after it are then at least as new as the log's first record
 * needs.
 */
function copyLog(directory: string, toDirectory: string): void {
  for (let attempt = 1; ; attempt++) {
    const names = logNames(directory)
    try {
      for (const name of names) {
        copyFileSync(join(directory, name), join(toDirectory, name), constants.COPYFILE_FICLONE)
      }
      return
    } catch (error) {
      const gone = (error as { code?: string }).code === 'ENOENT'
      if (!gone || attempt === ATTEMPTS_MAX) throw error
      // A file that was still growing when it was copied has a torn end, which only the last may.
      for (const name of logNames(toDirectory)) rmSync(join(toDirectory, name))
    }
  }
}

function logNames(directory: string): readonly string[] {
  return readdirSync(directory).filter((name) => name.endsWith('.redo'))
}

function copyDatabase(from: string, to: string): void {
  const database = new DatabaseSync(from)
  try {
    database.exec('PRAGMA busy_timeout = 10000')
    database.prepare('VACUUM INTO ?').run(to)
  } finally {
    database.close()
  }
}
