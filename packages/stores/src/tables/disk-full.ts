import { DomainError } from '@usher/kernel'

/** https://www.sqlite.org/rescode.html */
const SQLITE_FULL = 13

/** True when a file system or SQLite says that there is no room. */
export function isDiskFull(error: unknown): boolean {
  const { code, errcode } = (error ?? {}) as { code?: string; errcode?: number }
  return code === 'ENOSPC' || code === 'EDQUOT' || errcode === SQLITE_FULL
}

/** What to throw instead of `error` when there was no room at `path`; else `error` itself. */
export function diskFullAt(path: string, error: unknown): unknown {
  if (!isDiskFull(error)) return error
  const message = `there is no room left at ${path}: make some, or choose another place`
  return new DomainError('unavailable', 'disk_full', message, { path }, error)
}
