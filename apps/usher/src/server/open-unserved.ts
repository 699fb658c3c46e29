import { DomainError, isDomainError } from '@usher/kernel'
import type { Tables } from '@usher/stores'
import { openTables } from './run-server.ts'

/**
 * The store of a data directory that no server has. Throws conflict / data_dir_in_use when one has
 * it, saying that `instead` is the way then.
 */
export async function openUnserved(dataDir: string, instead: string): Promise<Tables> {
  try {
    return await openTables(dataDir)
  } catch (error) {
    if (!isDomainError(error, 'data_dir_in_use')) throw error
    const message = `a server has ${dataDir}; ${instead}`
    throw new DomainError('conflict', 'data_dir_in_use', message, { directory: dataDir }, error)
  }
}
