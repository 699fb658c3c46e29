import type { Currency } from '@usher/kernel'
import { seatMapLimits, type TableMode } from '../seat-map.ts'
import { type CsvTable, readCsvTable } from './csv-table.ts'
import { cleanText, parseNumber } from './fields.ts'
import { FilePrices, type Priced } from './file-prices.ts'
import { type NoteList, type ProblemList, shown } from './problems.ts'
import { flagOf, type SeatField, type SeatMapColumns } from './seat-fields.ts'
import { emptyDraft, type RowDraft, type SeatMapDraft, sectionOf } from './seat-map-draft.ts'

/**
 * Reads a CSV file with a header row, one line a seat or an area: docs/seat-maps.md lists the
 * columns.
 */
export function readCsv(
  text: string,
  options: {
    columns: SeatMapColumns
    currency: Currency
    problems: ProblemList
    notes: NoteList
  },
): { draft: SeatMapDraft; columns: SeatMapColumns } | undefined {
  const { problems, notes, currency } = options
  const table = readCsvTable(text, options)
  if (!table) return undefined
  const draft = emptyDraft('Seat map', { ordered: false })
  const prices = new FilePrices(draft, { currency, problems })
  const rows = new Map<string, RowDraft>()
  for (const record of table.records) {
    const line = new CsvLine(table, { record, problems })
    if (line.text('capacity') === undefined) readSeatLine(line, { draft, prices, rows, problems })
    else readAreaLine(line, { draft, prices, problems })
  }
  for (const name of table.ignored) notes.add('line 1', `column ${shown(name)} is not used`)
  return { draft, columns: table.names }
}

interface Reading {
  readonly draft: SeatMapDraft
  readonly prices: FilePrices
  readonly problems: ProblemList
}

function readSeatLine(line: CsvLine, reading: Reading & { rows: Map<string, RowDraft> }): void {
  const { draft, prices, rows, problems } = reading
  const label = line.text('seat')
  if (label === undefined) problems.add(line.where, 'no seat (and no capacity, so it is no area)')
  const sectionName = line.text('section') ?? 'Main'
  const section = sectionOf(draft, sectionName)
  const rowName = line.text('row')
  const key = JSON.stringify([sectionName, rowName])
  let row = rows.get(key)
  if (!row) {
    const name = rowName ?? `R${section.rows.length + 1}`
    row = { where: line.where, name, table: line.table() ?? 'none', seats: [] }
    rows.set(key, row)
    section.rows.push(row)
  } else if ((line.table() ?? row.table) !== row.table) {
    problems.add(line.where, `table differs from ${row.where}, which is in the same row`)
  }
  row.seats.push({
    where: line.where,
    id: line.text('seat_number'),
    label: label ?? '',
    category: prices.category(pricedLine(line)),
    at: line.point(),
    accessible: line.flag('accessible'),
    companion: line.flag('companion'),
    gapAfter: false,
  })
}

function readAreaLine(line: CsvLine, { draft, prices, problems }: Reading): void {
  const name = line.text('section')
  const capacity = line.number('capacity')
  if (name === undefined) problems.add(line.where, 'an area needs a name in the section column')
  if (line.text('seat') !== undefined) problems.add(line.where, 'has a seat and a capacity')
  if (capacity === undefined) return
  if (!Number.isInteger(capacity) || capacity < 1 || capacity > seatMapLimits.areaCapacity) {
    const range = `a whole number from 1 to ${seatMapLimits.areaCapacity}`
    problems.add(line.where, `a capacity is ${range}, found ${capacity}`)
  }
  const twin = name === undefined ? undefined : draft.areas.get(name)
  if (twin) problems.add(line.where, `the area ${shown(name)} is already on ${twin.where}`)
  const category = prices.category(pricedLine(line))
  const at = line.point()
  if (name !== undefined) draft.areas.set(name, { where: line.where, name, category, capacity, at })
}

function pricedLine(line: CsvLine): Priced {
  return { where: line.where, name: line.text('category'), price: line.decimal('price') }
}

/** One line of the table; what cannot be read is a problem with the line's number. */
class CsvLine {
  readonly where: string
  readonly #table: CsvTable
  readonly #cells: readonly string[]
  readonly #problems: ProblemList

  constructor(
    table: CsvTable,
    { record, problems }: { record: CsvTable['records'][number]; problems: ProblemList },
  ) {
    this.where = `line ${record.line}`
    this.#table = table
    this.#cells = record.cells
    this.#problems = problems
  }

  text(column: SeatField): string | undefined {
    const at = this.#table.columns.get(column)
    const cell = at === undefined ? undefined : this.#cells[at]
    if (cell === undefined || cell === '') return undefined
    const { text, problem } = cleanText(cell, seatMapLimits.nameChars)
    if (problem !== undefined) this.#problem(column, problem)
    return text
  }

  /**
   * In files whose separator is no comma, a comma may be the decimal point, as Excel writes it in
   * much of Europe.
   */
  decimal(column: SeatField): string | undefined {
    const text = this.text(column)
    return this.#table.delimiter === ',' ? text : text?.replace(',', '.')
  }

  number(column: SeatField): number | undefined {
    const text = this.decimal(column)
    if (text === undefined) return undefined
    const number = parseNumber(text)
    if (number === undefined) this.#problem(column, `expected a number, found ${shown(text)}`)
    return number
  }

  point(): { x: number; y: number } | undefined {
    const x = this.number('x')
    const y = this.number('y')
    const missing = (['x', 'y'] as const).filter((axis) => this.text(axis) === undefined)
    if (missing.length === 1) {
      this.#problem(missing.join(''), 'missing, while the other coordinate is given')
    }
    if (x === undefined || y === undefined) return undefined
    const limit = seatMapLimits.coordinate
    if (Math.abs(x) <= limit && Math.abs(y) <= limit) return { x, y }
    this.#problem('x and y', `a coordinate is at most ${limit} from 0`)
    return undefined
  }

  flag(column: SeatField): boolean {
    const text = this.text(column)?.toLowerCase()
    const flag = text === undefined ? false : flagOf(text)
    if (flag === undefined) this.#problem(column, `expected yes or no, found ${shown(text)}`)
    return flag !== false
  }

  table(): TableMode | undefined {
    const text = this.text('table')
    if (text === undefined) return undefined
    const mode = tableModes.find((it) => it === text)
    if (!mode) this.#problem('table', `expected none, by_seat or whole, found ${shown(text)}`)
    return mode
  }

  #problem(column: string, reason: string): void {
    this.#problems.add(this.where, `${column}: ${reason}`)
  }
}

const tableModes: readonly TableMode[] = ['none', 'by_seat', 'whole']
