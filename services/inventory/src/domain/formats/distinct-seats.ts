import type { NoteList } from './problems.ts'
import type { RowDraft, SeatDraft, SeatMapDraft } from './seat-map-draft.ts'

/**
 * Leaves out seats that are the same place twice: section, row, label and position all alike. Says
 * which.
 */
export function dropRepeatedSeats({ sections }: SeatMapDraft, skipped: NoteList): void {
  for (const section of sections.values()) {
    const first = new Map<string, SeatDraft>()
    for (const row of section.rows) {
      row.seats = row.seats.filter((seat) => {
        // No name has a line feed: control characters are refused.
        const place = `${row.name}\n${seat.label}\n${seat.at?.x}\n${seat.at?.y}`
        const known = first.get(place)
        if (!known) first.set(place, seat)
        else skipped.add(seat.where, `the same seat as ${known.where}: ${describe(row, seat)}`)
        return !known
      })
    }
    removeEmptyRows(section.rows)
  }
}

/**
 * Gives a row another name when its section has a row of that name with some of the same labels: a
 * ticket must name one place. Rows of one name whose labels differ are two halves of a row and keep
 * it.
 */
export function nameRowsApart({ sections }: SeatMapDraft, notes: NoteList): void {
  for (const section of sections.values()) {
    const names = new Set(section.rows.map((row) => row.name))
    const labelsOf = new Map<string, Set<string>>()
    const copies = new Map<string, number>()
    for (const row of section.rows) {
      const labels = labelsOf.get(row.name) ?? new Set()
      if (labels.size > 0 && row.seats.some((seat) => labels.has(seat.label))) {
        const name = nextName(row.name, names, copies)
        notes.add(
          row.where,
          `another row ${JSON.stringify(row.name)}: named ${JSON.stringify(name)}`,
        )
        row.name = name
        names.add(name)
      } else {
        for (const seat of row.seats) labels.add(seat.label)
        labelsOf.set(row.name, labels)
      }
    }
  }
}

function nextName(name: string, names: ReadonlySet<string>, copies: Map<string, number>): string {
  for (let copy = copies.get(name) ?? 2; ; copy++) {
    const candidate = `${name.slice(0, 58)}.${copy}`
    if (names.has(candidate)) continue
    copies.set(name, copy + 1)
    return candidate
  }
}

function describe(row: RowDraft, seat: SeatDraft): string {
  return `row ${JSON.stringify(row.name)}, seat ${JSON.stringify(seat.label)}`
}

function removeEmptyRows(rows: RowDraft[]): void {
  for (let at = rows.length - 1; at >= 0; at--) if (rows[at]?.seats.length === 0) rows.splice(at, 1)
}
