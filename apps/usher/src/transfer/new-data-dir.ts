import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { mkdtemp, rename, rm, rmdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DomainError } from '@usher/kernel'
import { storageFailureAt, lockDirectory, settleSqliteTables } from '@usher/stores'
import { syncDirectory } from './write-file.ts'

// Empty -> filling -> filled. What is on its way in lies in a folder inside the data directory, so
// that it is on the same file system; usher.db moves out of it last, and without usher.db a
// directory holds nothing. What a killed run leaves is thrown away by the next.

const INCOMING = '.incoming'
const DATABASE = 'usher.db'
/** Where the marks of the process that has the directory are, and stay when it is killed. */
const MARKS = ['usher.lock', 'usher.lock-journal']
/** What may be in a directory that counts as empty: a mount point brings its own. */
const nothing = new Set([INCOMING, ...MARKS, 'lost+found'])
/** What moves in before the database does. */
export const MAIL = 'mail'

/**
 * Lets `fill` put a store into a folder and makes `dataDir` have it when that has gone well, all or
 * nothing. No other process can use the directory meanwhile. With `rehearse`, the store is built
 * elsewhere and thrown away, whatever is in `dataDir`. Fails with conflict / data_dir_not_empty and
 * data_dir_in_use, and unavailable / disk_full and cannot_write.
 */
export async function fillNewDataDir<Result>(
  { dataDir, rehearse }: { dataDir: string; rehearse: boolean },
  fill: (incoming: string) => Promise<Result>,
): Promise<Result> {
  try {
    if (!rehearse) refuseUnlessEmpty(dataDir)
    return await (rehearse ? inTemporaryFolder(fill) : inDataDir(dataDir, fill))
  } catch (error) {
    throw storageFailureAt(rehearse ? tmpdir() : dataDir, error)
  }
}

function refuseUnlessEmpty(dataDir: string): void {
  const entries = existsSync(dataDir) ? readdirSync(dataDir) : []
  const half = entries.includes(INCOMING) && !entries.includes(DATABASE)
  if (entries.every((entry) => nothing.has(entry) || (half && entry === MAIL))) return
  const message = `${dataDir} is not empty: move it away, or choose another directory`
  throw new DomainError('conflict', 'data_dir_not_empty', message, { directory: dataDir })
}

async function inTemporaryFolder<Result>(
  fill: (incoming: string) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'usher-rehearsal-'))
  try {
    return await fill(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function inDataDir<Result>(
  dataDir: string,
  fill: (incoming: string) => Promise<Result>,
): Promise<Result> {
  const made = !existsSync(dataDir)
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const others = lockDirectory(dataDir)
  const incoming = join(dataDir, INCOMING)
  let filled = false
  try {
    await removeLeftovers(dataDir)
    mkdirSync(incoming, { mode: 0o700 })
    const result = await fill(incoming)
    await moveIn(incoming, dataDir)
    filled = true
    return result
  } finally {
    await rm(incoming, { recursive: true, force: true })
    others.release()
    for (const mark of MARKS) await rm(join(dataDir, mark), { force: true })
    if (made && !filled) await rmdir(dataDir)
  }
}

/** Of a run that was killed while it moved things in. */
async function removeLeftovers(dataDir: string): Promise<void> {
  for (const entry of [MAIL, INCOMING]) {
    await rm(join(dataDir, entry), { recursive: true, force: true })
  }
}

async function moveIn(incoming: string, dataDir: string): Promise<void> {
  await settleSqliteTables(incoming)
  await syncDirectory(incoming)
  const entries = readdirSync(incoming).filter((entry) => entry !== DATABASE)
  for (const entry of [...entries, DATABASE]) {
    await syncDirectory(dataDir)
    await rename(join(incoming, entry), join(dataDir, entry))
  }
  await syncDirectory(dataDir)
}
