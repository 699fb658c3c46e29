import { DomainError } from '@usher/kernel'

/** https://www.sqlite.org/rescode.html */
const SQLITE_FULL = 13

/** True when a file system or SQLite says that there is no room. */
export function isDiskFull(error: unknown): boolean {
  const { code, errcode } = (error ?? {}) as { code?: string; errcode?: number }
  return code === 'ENOSPC' || code === 'EDQUOT' || errcode === SQLITE_FULL
}

/**
 * What to throw instead of `error` after work that reads tables and writes at `path`: unavailable /
 * disk_full, cannot_write or data_damaged when that is the reason, else `error` itself.
 */
export function storageFailureAt(path: string, error: unknown): unknown {
  const reason = error instanceof Error ? error.message : String(error)
  const { code = '', errcode = 0 } = (error ?? {}) as { code?: string; errcode?: number }
  const failed = (name: string, message: string): DomainError =>
    new DomainError('unavailable', name, message, { path }, error)
  if (isDiskFull(error)) {
    return failed(
      'disk_full',
      `there is no room left at ${path}: make some, or choose another place`,
    )
  }
  if (refusals.has(code) || refusedBySqlite.has(errcode & PRIMARY)) {
    return failed('cannot_write', `nothing can be written at ${path}: ${reason}`)
  }
  if (!damage.has(errcode & PRIMARY)) return error
  return failed('data_damaged', `the data are damaged (${reason}): "usher doctor" says more`)
}

/** What an operator can mend: rights, a name that is a file, a disk that may only be read. */
const refusals = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EISDIR', 'EEXIST', 'EIO'])

/** The low byte of a result code: https://www.sqlite.org/rescode.html */
const PRIMARY = 0xff
const refusedBySqlite = new Set([8 /* READONLY */, 10 /* IOERR */, 14 /* CANTOPEN */])
const damage = new Set([11 /* CORRUPT */, 26 /* NOTADB */])
