import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DomainError, isDomainError } from '@usher/kernel'
import { copySqliteTables, openSqliteTables, type Tables } from '@usher/stores'

/** A store to be read, and how to let go of it. */
export interface ReadableTables {
  readonly tables: Tables
  /** True when a server has the directory and this is a copy of it. */
  readonly copied: boolean
  close(): Promise<void>
}

/**
 * Opens what is kept in `directory` for reading: the store itself, or, while a server has it, a
 * consistent copy of it. Throws not_found / no_data_dir when there is nothing; makes nothing there.
 */
export async function openForReading(directory: string): Promise<ReadableTables> {
  requireData(directory)
  try {
    const tables = await openSqliteTables({ directory })
    return { tables, copied: false, close: () => tables.close() }
  } catch (error) {
    if (!isDomainError(error, 'data_dir_in_use')) throw error
    return openCopy(directory)
  }
}

/** Throws not_found / no_data_dir unless `directory` holds a store. */
export function requireData(directory: string): void {
  if (existsSync(join(directory, 'usher.db'))) return
  throw new DomainError('not_found', 'no_data_dir', `there is no usher.db in ${directory}`, {
    directory,
  })
}

async function openCopy(directory: string): Promise<ReadableTables> {
  const copy = await mkdtemp(join(tmpdir(), 'usher-copy-'))
  try {
    copySqliteTables(directory, copy)
    const tables = await openSqliteTables({ directory: copy })
    const close = async () => {
      await tables.close()
      await rm(copy, { recursive: true })
    }
    return { tables, copied: true, close }
  } catch (error) {
    await rm(copy, { recursive: true, force: true })
    throw error
  }
}
