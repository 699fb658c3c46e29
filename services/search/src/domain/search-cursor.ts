import { DomainError, decodeCursor, encodeCursor } from '@usher/kernel'
import type { PagePlace, SearchWish } from './search-query.ts'

/** Names the place behind which the next page of this wish begins. */
export function searchCursor(wish: SearchWish, { key, dateMs, eventId }: PagePlace): string {
  return encodeCursor([fingerprint(wish), key, dateMs, eventId])
}

/** Throws invalid / invalid_cursor for anything but a cursor of the same wish. */
export function placeOfCursor(wish: SearchWish, cursor: string): PagePlace | null {
  if (cursor === '') return null
  const shape = ['number', 'number', 'number', 'number'] as const
  const [asked, key, dateMs, eventId] = decodeCursor(cursor, shape) as number[]
  if (asked !== fingerprint(wish)) {
    const facts = { field: 'cursor' }
    throw new DomainError('invalid', 'invalid_cursor', 'a cursor of another search', facts)
  }
  return { key: key ?? 0, dateMs: dateMs ?? 0, eventId: eventId ?? 0 }
}

/** FNV-1a, 32 bits (http://www.isthe.com/chongo/tech/comp/fnv/): tells searches apart. */
function fingerprint(wish: SearchWish): number {
  let hash = 0x811c9dc5
  for (const char of JSON.stringify(wish)) {
    hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193)
  }
  return hash >>> 0
}
