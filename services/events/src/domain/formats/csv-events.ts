import { readCsvRows } from './csv-rows.ts'
import type { DateSequence } from './date-text.ts'
import type { EventDraft, Reading } from './event-draft.ts'
import { type Mapping, mappingOf } from './field-names.ts'
import { failRead, shown } from './problems.ts'
import { readRecords } from './read-records.ts'

/** What the caller says of a table. */
export interface TableOptions {
  /** Our field -> the file's column or path. */
  readonly columns: Readonly<Record<string, string>>
  readonly dates?: DateSequence | undefined
}

/** Reads a table with a header row, one line an event. */
export function readCsvEvents(
  text: string,
  { columns, dates }: TableOptions,
  reading: Reading,
): { drafts: EventDraft[]; mapping: Mapping } {
  const { header, rows } = readCsvRows(text)
  const refuse = (reason: string) => failRead('columns', `${reason}; ${columnsOf(header)}`)
  const mapping = mappingOf(header, columns, refuse)
  for (const field of ['name', 'start'] as const) {
    if (!mapping.has(field)) failRead('line 1', `no column is the ${field}; ${columnsOf(header)}`)
  }
  noteIgnored(header, mapping, reading)
  const positions = new Map(header.map((name, index) => [name, index]))
  const records = rows.map(({ line, cells }) => ({
    where: `line ${line}`,
    text: (name: string) => cells[positions.get(name) ?? -1] ?? '',
  }))
  return { drafts: readRecords({ records, mapping, dates, reading }), mapping }
}

const COLUMNS_SHOWN = 40

function columnsOf(header: readonly string[]): string {
  return `the file has ${header.slice(0, COLUMNS_SHOWN).map(shown).join(', ')}`
}

function noteIgnored(header: readonly string[], mapping: Mapping, { notes }: Reading): void {
  const used = new Set(mapping.values())
  const ignored = header.filter((name) => name !== '' && !used.has(name))
  if (ignored.length === 0) return
  notes.add('line 1', `not read: ${ignored.slice(0, COLUMNS_SHOWN).map(shown).join(', ')}`)
}
