import { type DateSequence, sequenceOf } from './date-text.ts'
import type { EventDraft, Reading } from './event-draft.ts'
import type { EventField, Mapping } from './field-names.ts'
import { failRead } from './problems.ts'
import { readRecord } from './read-record.ts'

/** A table: its lines, or the objects of a list, with texts by the file's own names. */
export interface EventTable {
  readonly records: readonly { readonly where: string; readonly text: (name: string) => string }[]
  readonly mapping: Mapping
  /** Which number of a date is the day, when the caller says so. */
  readonly dates?: DateSequence | undefined
  readonly reading: Reading
}

/** The events of a table. Throws invalid / invalid_event_file when its dates are ambiguous. */
export function readRecords(table: EventTable): EventDraft[] {
  const { records, mapping, reading } = table
  const sequences = { start: sequenceIn(table, 'start'), end: sequenceIn(table, 'end') }
  const hasTimes = mapping.has('start_time')
  const drafts: EventDraft[] = []
  for (const { where, text: textOf } of records) {
    const text = (field: EventField) => {
      const name = mapping.get(field)
      return name === undefined ? '' : textOf(name).trim()
    }
    const draft = readRecord({ where, text, hasTimes }, { sequences, reading })
    if (draft) drafts.push(draft)
  }
  return drafts
}

/** Decided by the whole column, never line by line: 03/04 means the same everywhere in it. */
function sequenceIn({ records, mapping, dates }: EventTable, field: 'start' | 'end'): DateSequence {
  const name = mapping.get(field)
  if (dates !== undefined || name === undefined) return dates ?? 'day-first'
  const found = sequenceOf(records.map(({ text }) => text(name)))
  if (found === 'ambiguous') {
    return failRead(
      name,
      'is the day or the month first? no date shows it; say day-first or month-first',
    )
  }
  if (found === 'mixed') {
    return failRead(name, 'in some dates the day comes first, in others the month')
  }
  return found === 'none' ? 'day-first' : found
}
