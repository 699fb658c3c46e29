import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { DomainError } from '@usher/kernel'

export interface DirectoryLock {
  release(): void
}

/**
 * Keeps every other process out of `directory` until it is released or this process ends, however
 * it ends: the operating system drops the file lock that SQLite takes. Fails with conflict /
 * data_dir_in_use.
 */
export function lockDirectory(directory: string): DirectoryLock {
  const database = new DatabaseSync(join(directory, 'usher.lock'))
  try {
    database.exec('PRAGMA busy_timeout = 0; PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE')
  } catch (cause) {
    database.close()
    throw new DomainError(
      'conflict',
      'data_dir_in_use',
      `another process has ${directory} open: end it, or use another directory`,
      { directory },
      cause,
    )
  }
  return { release: () => database.close() }
}
