import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { memoryTables, openSqliteTables, reliableDisk, type Tables } from '@usher/stores'

/** Tables for a test; they leave nothing behind. */
export interface TemporaryTables {
  readonly tables: Tables
  /** Lets go of the tables and opens others over what is durable, as a restart does. */
  readonly reopen: () => Promise<Tables>
  readonly close: () => Promise<void>
}

/** The embedded stores that everything over `Tables` is tested on, by a name for the suite. */
export const temporaryTables = {
  'tables in memory': inMemory,
  'tables on SQLite': onSqlite,
} as const satisfies Readonly<Record<string, () => Promise<TemporaryTables>>>

async function inMemory(): Promise<TemporaryTables> {
  const disk = reliableDisk()
  return reopened(async () => memoryTables(disk))
}

async function onSqlite(): Promise<TemporaryTables> {
  const directory = await mkdtemp(join(tmpdir(), 'usher-test-'))
  const opened = await reopened(() => openSqliteTables({ directory }))
  const close = async () => {
    await opened.close()
    await rm(directory, { recursive: true })
  }
  return { ...opened, close }
}

async function reopened(open: () => Promise<Tables>): Promise<TemporaryTables> {
  const tables = await open()
  let current = tables
  return {
    tables,
    async reopen() {
      await current.close()
      current = await open()
      return current
    },
    close: () => current.close(),
  }
}
