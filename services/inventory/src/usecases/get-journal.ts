import type { EventId, SeatNumber } from '@usher/kernel'
import type { JournalEntry } from '../domain/journal.ts'
import type { InventoryPorts } from '../inventory-ports.ts'
import { countingCursor, type Paged, pageSize } from './page.ts'

const PAGE_MAX = 500
/** Entries read at once, and at most for one answer, when one seat is sought among all. */
const SCAN_BATCH = 1000
const SCAN_MAX = 20_000

export interface JournalRequest {
  readonly eventId: EventId
  /** Null: every seat. */
  readonly seatNumber: SeatNumber | null
  readonly cursor: string
  readonly limit: number
}

/**
 * Who did what, oldest first. With a seat, a page may be short, even empty, and yet have a next
 * one.
 */
export async function getJournal(
  { ledger }: InventoryPorts,
  { eventId, seatNumber, cursor, limit }: JournalRequest,
): Promise<Paged<JournalEntry>> {
  const size = pageSize(limit, PAGE_MAX)
  const items: JournalEntry[] = []
  let after = countingCursor(cursor, 0)
  for (let scanned = 0; scanned < SCAN_MAX; ) {
    const batch = seatNumber === null ? size - items.length + 1 : SCAN_BATCH
    const entries = await ledger.journal(eventId, { after, limit: batch })
    for (const entry of entries) {
      if (items.length === size) return { items, nextCursor: String(after) }
      after = entry.sequence
      if (concerns(entry, seatNumber)) items.push(entry)
    }
    scanned += entries.length
    if (entries.length < batch) return { items, nextCursor: '' }
  }
  return { items, nextCursor: String(after) }
}

function concerns(entry: JournalEntry, seatNumber: SeatNumber | null): boolean {
  return seatNumber === null || entry.seats.some((seat) => seat.seatNumber === seatNumber)
}
