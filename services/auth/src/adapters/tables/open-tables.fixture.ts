import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { memoryTables, openSqliteTables, type Tables } from '@usher/stores'

interface OpenTables {
  readonly tables: Tables
  readonly close: () => Promise<void>
}

/** The two stores that a contract suite of this folder runs over. */
export const openings: Readonly<Record<string, () => Promise<OpenTables>>> = {
  async 'memory tables'() {
    const tables = memoryTables()
    return { tables, close: () => tables.close() }
  },
  async 'sqlite tables'() {
    const directory = await mkdtemp(join(tmpdir(), 'usher-auth-'))
    const tables = await openSqliteTables({ directory })
    const close = async () => {
      await tables.close()
      await rm(directory, { recursive: true })
    }
    return { tables, close }
  },
}
