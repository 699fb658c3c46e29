import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  fdatasyncSync,
  mkdtempSync,
  openSync,
  rmSync,
  statfsSync,
  statSync,
  writeSync,
} from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { isDomainError } from '@usher/kernel'
import { checkSqliteTables, openSqliteTables } from '@usher/stores'
import { type Check, fail, ok, warn } from './check.ts'

const MIB = 1024 * 1024
/** A million bookings take about a gigabyte. */
const FREE_BYTES_WANTED = 1024 * MIB
const FREE_BYTES_NEEDED = 64 * MIB
const SYNCS = 20
/** Every acknowledged sale waits for one sync. */
const SYNC_MS_WANTED = 10

/** The directory, its permissions, the disk under it, and what is kept there. */
export async function checkDataDir(dataDir: string): Promise<readonly Check[]> {
  const directory = resolve(dataDir)
  const place = existsSync(directory) ? directory : existingParent(directory)
  const writable = checkWritable(directory, place)
  if (writable.status === 'fail') return [writable]
  const checks = [writable, checkFreeSpace(place), checkSync(place)]
  if (!existsSync(join(directory, 'usher.db'))) return checks
  return [...checks, checkPrivacy(directory), checkIntegrity(directory), await checkUse(directory)]
}

function existingParent(path: string): string {
  const parent = dirname(path)
  return existsSync(parent) || parent === path ? parent : existingParent(parent)
}

function checkWritable(directory: string, place: string): Check {
  const name = 'data directory'
  try {
    if (!statSync(place).isDirectory()) {
      return fail(name, `${place} is not a directory`, 'name another one with --data-dir')
    }
    accessSync(place, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch {
    const mend = `chown it to the user that runs Usher, or name another with --data-dir`
    return fail(name, `${place} cannot be written by this user`, mend)
  }
  return ok(name, place === directory ? directory : `${directory} will be made`)
}

function checkPrivacy(directory: string): Check {
  const name = 'permissions'
  const open = [directory, join(directory, 'usher.db')].filter(
    (path) => statSync(path).mode & 0o077,
  )
  if (open.length === 0) return ok(name, 'only the owner can read it')
  const mend = `chmod -R go= ${directory}: the signing keys are in there`
  return warn(name, `others can read ${open.join(', ')}`, mend)
}

function checkFreeSpace(place: string): Check {
  const { bavail, bsize } = statfsSync(place)
  const free = bavail * bsize
  const found = `${Math.floor(free / MIB).toLocaleString('en')} MiB free`
  const mend =
    'free some space or move the directory; a full disk stops the sale, and loses nothing'
  if (free < FREE_BYTES_NEEDED) return fail('disk space', found, mend)
  return free < FREE_BYTES_WANTED ? warn('disk space', found, mend) : ok('disk space', found)
}

/** How long the disk takes to make a small write durable: the middle of a few tries. */
function checkSync(place: string): Check {
  const scratch = mkdtempSync(join(place, '.usher-doctor-'))
  const file = openSync(join(scratch, 'sync'), 'w')
  try {
    const times = Array.from({ length: SYNCS }, () => {
      const started = performance.now()
      writeSync(file, 'a durable line\n')
      fdatasyncSync(file)
      return performance.now() - started
    })
    const middle = times.sort((a, b) => a - b)[SYNCS >> 1] ?? 0
    const found = `a durable write takes ${middle.toFixed(2)} ms`
    if (middle <= SYNC_MS_WANTED) return ok('disk', found)
    return warn(
      'disk',
      found,
      'every sale waits for one; a local SSD takes less than a millisecond',
    )
  } finally {
    closeSync(file)
    rmSync(scratch, { recursive: true })
  }
}

function checkIntegrity(directory: string): Check {
  const problems = checkSqliteTables(directory)
  if (problems.length === 0) return ok('database', 'usher.db is sound')
  const mend = 'stop the server, keep a copy of the directory, and restore the last backup'
  return fail('database', problems.slice(0, 3).join('; '), mend)
}

async function checkUse(directory: string): Promise<Check> {
  try {
    const tables = await openSqliteTables({ directory })
    await tables.close()
    return ok('data', 'opens; no server has it')
  } catch (error) {
    if (isDomainError(error, 'data_dir_in_use')) return ok('data', 'a running server has it')
    const reason = error instanceof Error ? error.message : String(error)
    return fail('data', `does not open: ${reason}`, 'restore the last backup, and report this')
  }
}
