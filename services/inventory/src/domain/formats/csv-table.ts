import { CsvError, parse } from 'csv-parse/sync'
import { seatMapLimits } from '../seat-map.ts'
import { failRead, type ProblemList, shown } from './problems.ts'
import {
  bestName,
  isSeatField,
  type SeatField,
  seatFields,
  type SeatMapColumns,
} from './seat-fields.ts'

export interface CsvTable {
  /** Where our columns are, as far as the file has them. */
  readonly columns: ReadonlyMap<SeatField, number>
  /** Our columns, as far as the file has them, and what it calls them. */
  readonly names: SeatMapColumns
  readonly delimiter: string
  /** Columns of the file that mean nothing to us. */
  readonly ignored: readonly string[]
  readonly records: readonly CsvRecord[]
}

export interface CsvRecord {
  readonly line: number
  readonly cells: readonly string[]
}

/** No cell of a seat list is longer; an unclosed quote would otherwise swallow the file. */
const MAX_RECORD_CHARS = 16_384
/** A line more is a seat too many, whatever it says: nothing behind it is read. */
const MAX_LINES = seatMapLimits.seats + seatMapLimits.areas

/**
 * Splits the text into records and finds our columns by the header row. Undefined when the header
 * will not do.
 */
export function readCsvTable(
  text: string,
  { columns, problems }: { columns: SeatMapColumns; problems: ProblemList },
): CsvTable | undefined {
  if (/^\s*[{[<]/.test(text)) return failRead('file', 'is JSON or XML, not CSV')
  const delimiter = delimiterOf(text)
  const [header, ...records] = parseRecords(text, delimiter)
  if (!header) return failRead('file', 'is empty: expected a header row such as section,row,seat')
  if (records.length > MAX_LINES) {
    return failRead('file', `has more lines than a map has seats and areas: ${MAX_LINES}`)
  }
  const found = findColumns(header, { columns, problems })
  if (!found) return undefined
  for (const { line, cells } of records) {
    if (cells.length === header.cells.length) continue
    const expected = `expected ${header.cells.length} fields as in the header`
    problems.add(`line ${line}`, `${expected}, found ${cells.length}`)
  }
  const used = new Set(found.values())
  const ignored = header.cells.filter((name, at) => !used.has(at) && name !== '')
  const names = Object.fromEntries([...found].map(([ours, at]) => [ours, header.cells[at] ?? ours]))
  return { columns: found, names, delimiter, ignored, records }
}

/** The separator that the header row has most of. */
function delimiterOf(text: string): string {
  const header = /^\s*([^\r\n]*)/.exec(text)?.[1] ?? ''
  const unquoted = header.replaceAll(/"[^"]*"/g, '')
  const count = (delimiter: string) => unquoted.split(delimiter).length
  return [',', ';', '\t'].reduce((best, it) => (count(it) > count(best) ? it : best))
}

function parseRecords(text: string, delimiter: string): CsvRecord[] {
  try {
    const parsed = parse(text, {
      bom: true,
      delimiter,
      info: true,
      max_record_size: MAX_RECORD_CHARS,
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      to: MAX_LINES + 2,
      trim: true,
    }) as unknown as { info: { lines: number }; record: string[] }[]
    return parsed.map(({ info, record }) => ({ line: info.lines, cells: record }))
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    return failRead(lineOf(error), `not CSV: ${error.message}`)
  }
}

function lineOf({ lines }: CsvError): string {
  return typeof lines === 'number' ? `line ${lines}` : 'file'
}

function findColumns(
  header: CsvRecord,
  { columns, problems }: { columns: SeatMapColumns; problems: ProblemList },
): Map<SeatField, number> | undefined {
  const where = `line ${header.line}`
  const names = header.cells.map((cell) => cell.trim().toLowerCase())
  const found = new Map<SeatField, number>()
  for (const [ours, theirs] of Object.entries(columns)) {
    if (!isSeatField(ours)) {
      problems.add(
        'columns',
        `no column of ours is called ${shown(ours)}: ${seatFields.join(', ')}`,
      )
    } else if (!names.includes(theirs.trim().toLowerCase())) {
      problems.add(where, `no column ${shown(theirs)}, which columns names for ${ours}`)
    }
  }
  for (const ours of seatFields) {
    const theirs = (Object.hasOwn(columns, ours) ? columns[ours] : undefined) ?? ours
    const at = names.indexOf(theirs.trim().toLowerCase())
    if (at < 0) continue
    if (names.indexOf(names[at] ?? '', at + 1) >= 0) problems.add(where, `two columns ${theirs}`)
    found.set(ours, at)
  }
  guessColumns(found, { names, columns })
  if (!found.has('seat') && !found.has('capacity')) {
    const has = `the header has ${header.cells.slice(0, 20).map(shown).join(', ')}`
    problems.add(where, `no column seat; ${has}; name yours by the option columns`)
    return undefined
  }
  return found
}

/** Columns that nobody has named are found by the words that people use for them. */
function guessColumns(
  found: Map<SeatField, number>,
  { names, columns }: { names: readonly string[]; columns: SeatMapColumns },
): void {
  for (const ours of seatFields) {
    // An id column mostly counts the lines: it is a seat number only where somebody says so.
    if (found.has(ours) || Object.hasOwn(columns, ours) || ours === 'seat_number') continue
    const used = new Set(found.values())
    const name = bestName(
      ours,
      names.filter((_, at) => !used.has(at)),
    )
    if (name !== undefined) found.set(ours, names.indexOf(name))
  }
}
