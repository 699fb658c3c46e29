import { CsvError, parse } from 'csv-parse/sync'
import { importLimits } from './imported-event.ts'
import { failRead } from './problems.ts'

/** A line of a table, by the names of its columns. */
export interface CsvRow {
  readonly line: number
  readonly cells: readonly string[]
}

export interface CsvRows {
  readonly delimiter: string
  readonly header: readonly string[]
  readonly rows: readonly CsvRow[]
}

/** A description may be long, but an unclosed quote must not swallow the file. */
const RECORD_CHARS_MAX = 200_000

/** Splits a table into its header and its lines. Throws invalid / invalid_event_file. */
export function readCsvRows(text: string): CsvRows {
  const delimiter = delimiterOf(text)
  const [header, ...rows] = parseRows(text, delimiter)
  if (!header) return failRead('file', 'is empty: expected a header row such as name,date,venue')
  if (rows.length > importLimits.events) {
    failRead('file', `has more than ${importLimits.events} lines`)
  }
  return { delimiter, header: header.cells.map((cell) => cell.trim()), rows }
}

/** The separator that the header row has most of. */
function delimiterOf(text: string): string {
  const header = /^\s*([^\r\n]*)/.exec(text)?.[1] ?? ''
  const unquoted = header.replaceAll(/"[^"]*"/g, '')
  const count = (delimiter: string) => unquoted.split(delimiter).length
  return [',', ';', '\t', '|'].reduce((best, it) => (count(it) > count(best) ? it : best))
}

function parseRows(text: string, delimiter: string): CsvRow[] {
  try {
    const parsed = parse(text, {
      bom: true,
      delimiter,
      info: true,
      max_record_size: RECORD_CHARS_MAX,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      to: importLimits.events + 2,
      trim: true,
    }) as unknown as { info: { lines: number }; record: string[] }[]
    return parsed.map(({ info, record }) => ({ line: info.lines, cells: record }))
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const where = typeof error.lines === 'number' ? `line ${error.lines}` : 'file'
    return failRead(where, `not CSV: ${error.message}`)
  }
}
