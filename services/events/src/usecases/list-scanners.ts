import { decodeCursor, encodeCursor, type UserId } from '@usher/kernel'
import type { Scanner } from '../domain/scanner.ts'
import { organizerOf } from './ownership.ts'
import { type Page, pageSize } from './paging.ts'
import type { EventsPorts } from './ports.ts'

/** Who works at an organizer's doors, by user_id. */
export async function listScanners(
  ports: EventsPorts,
  { userId, cursor, limit }: { userId: UserId; cursor: string; limit: number },
): Promise<Page<Scanner>> {
  const size = pageSize(limit)
  const [after] = cursor ? decodeCursor(cursor, ['string']) : ['']
  const { organizerId } = await organizerOf(ports, userId)
  const query = { organizerId, after: after as UserId | '', limit: size + 1 }
  const found = await ports.scanners.list(query)
  const items = found.slice(0, size)
  const last = found.length > size ? items.at(-1) : undefined
  return { items, nextCursor: last ? encodeCursor([last.userId]) : '' }
}
