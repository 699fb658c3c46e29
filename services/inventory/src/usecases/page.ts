import { invalid } from '../domain/errors.ts'

/** A part of a list, and where the next part begins; empty at the end. */
export interface Paged<Item> {
  readonly items: readonly Item[]
  readonly nextCursor: string
}

const PAGE_DEFAULT = 50

/** The page size asked for: zero means the default, more than `max` is `max`. */
export function pageSize(asked: number, max: number): number {
  return asked === 0 ? Math.min(PAGE_DEFAULT, max) : Math.min(asked, max)
}

/** A cursor that counts. Empty: from `start`. Throws invalid / malformed_cursor. */
export function countingCursor(cursor: string, start: number): number {
  if (cursor === '') return start
  const position = /^\d{1,15}$/.test(cursor) ? Number(cursor) : Number.NaN
  if (!Number.isSafeInteger(position)) {
    throw invalid('malformed_cursor', 'not a cursor of this list', { cursor })
  }
  return position
}
