import type { SeatNumber } from '@usher/kernel'
import { seatMapLimits } from '../seat-map.ts'
import type { RowDraft, SeatDraft, SeatMapDraft } from './seat-map-draft.ts'

interface Named {
  readonly section: string
  readonly row: RowDraft
  readonly seat: SeatDraft
}

/**
 * A number for every seat, unique in the map: the file's own id where no other seat has it, else
 * `A1` (row and label) when that names one seat of the whole map for all of them, else
 * `Balcony-A-1`. What still coincides gets `.2`, `.3`, …
 */
export function numberSeats(draft: SeatMapDraft): ReadonlyMap<SeatDraft, SeatNumber> {
  const numbers = new Map<SeatDraft, SeatNumber>()
  const taken = new Set<string>()
  const unnamed = keepOwnIds(seatsOf(draft), numbers, taken)
  if (unnamed.length === 0) return numbers
  const short = unnamed.map(({ row, seat }) => shortNumber(row.name, seat.label))
  const allShort = new Set(short).size === short.length && !short.some((it) => taken.has(it))
  const copies = new Map<string, number>()
  for (const [at, { section, row, seat }] of unnamed.entries()) {
    const number = allShort ? (short[at] ?? '') : `${section}-${row.name}-${seat.label}`
    const unique = uniqueNumber(number, taken, copies)
    taken.add(unique)
    numbers.set(seat, unique as SeatNumber)
  }
  return numbers
}

function seatsOf(draft: SeatMapDraft): Named[] {
  const seats: Named[] = []
  for (const section of draft.sections.values()) {
    for (const row of section.rows) {
      for (const seat of row.seats) seats.push({ section: section.name, row, seat })
    }
  }
  return seats
}

/** Gives each seat whose id is its alone that id, and returns the others. */
function keepOwnIds(
  seats: readonly Named[],
  numbers: Map<SeatDraft, SeatNumber>,
  taken: Set<string>,
): Named[] {
  const uses = new Map<string, number>()
  for (const { seat } of seats) {
    if (seat.id !== undefined) uses.set(seat.id, (uses.get(seat.id) ?? 0) + 1)
  }
  return seats.filter(({ seat }) => {
    if (seat.id === undefined || uses.get(seat.id) !== 1) return true
    numbers.set(seat, seat.id as SeatNumber)
    taken.add(seat.id)
    return false
  })
}

/** `A1`; `12-7` where the digits would run together. */
function shortNumber(row: string, label: string): string {
  return /\d$/.test(row) && /^\d/.test(label) ? `${row}-${label}` : `${row}${label}`
}

/**
 * The number itself, or its next free copy. `copies` remembers where to go on: many equal seats
 * stay linear.
 */
function uniqueNumber(
  number: string,
  taken: ReadonlySet<string>,
  copies: Map<string, number>,
): string {
  // Long names are cut in the front, where the section is: row and seat stay readable.
  const base = number.slice(-seatMapLimits.nameChars).toWellFormed().trim()
  if (!taken.has(base)) return base
  for (let copy = copies.get(base) ?? 2; ; copy++) {
    const suffix = `.${copy}`
    const room = seatMapLimits.nameChars - suffix.length
    const candidate = `${base.slice(-room).toWellFormed().trim()}${suffix}`
    if (taken.has(candidate)) continue
    copies.set(base, copy + 1)
    return candidate
  }
}
