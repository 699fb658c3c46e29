import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { DomainError } from '@usher/kernel'

/**
 * Copies the store kept in `directory` into the empty `toDirectory`, as it is at one instant, while another process may
 * go on writing. Fails with not_found / no_data_dir, and with conflict / copy_exists.
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
  const database = new DatabaseSync(from)
  try {
    database.exec('PRAGMA busy_timeout = 10000')
    database.prepare('VACUUM INTO ?').run(to)
  } finally {
    database.close()
  }
}
