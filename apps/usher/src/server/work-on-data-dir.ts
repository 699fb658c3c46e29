import type { Tables } from '@usher/stores'
import type { Embedded } from '../embedded/compose-embedded.ts'
import { composeQuietly } from '../embedded/compose-quietly.ts'
import { readEmbeddedConfig } from '../embedded/settings.ts'
import { requireData } from './open-for-reading.ts'
import { openUnserved } from './open-unserved.ts'

export interface DataDir {
  readonly dataDir: string
  readonly env: Readonly<Record<string, string | undefined>>
}

/**
 * Lets `work` use the services over a data directory that no server has. Fails with not_found /
 * no_data_dir, and conflict / data_dir_in_use, saying that `instead` is the way then.
 */
export async function workOnDataDir<Result>(
  { dataDir, env }: DataDir,
  instead: string,
  work: (embedded: Embedded, tables: Tables) => Promise<Result>,
): Promise<Result> {
  requireData(dataDir)
  const config = readEmbeddedConfig(env)
  const tables = await openUnserved(dataDir, instead)
  try {
    const embedded = await composeQuietly({ tables, dataDir, config })
    try {
      return await work(embedded, tables)
    } finally {
      await embedded.stop()
    }
  } finally {
    await tables.close()
  }
}
