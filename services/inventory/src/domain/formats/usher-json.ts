import { isDomainError, type Currency, parseCurrency, parseMoney } from '@usher/kernel'
import { seatMapLimits, type TableMode } from '../seat-map.ts'
import { Fields } from './fields.ts'
import type { ProblemList } from './problems.ts'
import {
  categoryOf,
  emptyDraft,
  type RowDraft,
  type SeatDraft,
  type SeatMapDraft,
  sectionOf,
} from './seat-map-draft.ts'

/**
 * Reads our own JSON, docs/seat-maps.md. Strict: a field that we do not know is a problem, for it
 * is a misspelling.
 */
export function readUsherJson(
  document: unknown,
  { currency, problems }: { currency: Currency | undefined; problems: ProblemList },
): { draft: SeatMapDraft; currency: Currency } | undefined {
  const file = Fields.of({ value: document, where: '' }, problems)
  if (!file) return undefined
  if (file.has('zones')) {
    file.problem(
      'zones',
      'our own JSON has sections; a plan with zones is pretix: try format pretix',
    )
    return undefined
  }
  file.refuseUnknown(known.file)
  const itsCurrency = readCurrency(file, currency)
  if (!file.has('sections') && !file.has('areas')) {
    file.problem(
      'sections',
      'missing: our own JSON has name, currency, categories, sections, areas',
    )
  }
  if (itsCurrency === undefined) return undefined
  const draft = emptyDraft(file.text('name', seatMapLimits.mapNameChars) ?? 'Seat map', {
    ordered: true,
  })
  draft.focalPoint = readPoint(file.object('focal_point'))
  for (const category of file.objects('categories')) readCategory(category, draft, itsCurrency)
  const ids = new Map<string, string>()
  for (const section of file.objects('sections')) readSection(section, { draft, ids })
  for (const area of file.objects('areas')) readArea(area, draft)
  return { draft, currency: itsCurrency }
}

const known = {
  file: new Set(['name', 'currency', 'focal_point', 'categories', 'sections', 'areas']),
  point: new Set(['x', 'y']),
  category: new Set(['name', 'price', 'color']),
  section: new Set(['name', 'rows']),
  row: new Set(['name', 'table', 'seats']),
  seat: new Set([
    'seat_number',
    'label',
    'category',
    'x',
    'y',
    'accessible',
    'companion',
    'gap_after',
  ]),
  area: new Set(['name', 'category', 'capacity', 'x', 'y']),
} as const

const tableModes: readonly TableMode[] = ['none', 'by_seat', 'whole']

function readCurrency(file: Fields, wanted: Currency | undefined): Currency | undefined {
  const text = file.text('currency')
  if (text === undefined) {
    if (wanted === undefined) file.problem('currency', 'missing: an ISO 4217 code such as EUR')
    return wanted
  }
  if (wanted !== undefined && text !== wanted) {
    file.problem('currency', `${text}, but the event sells in ${wanted}`)
    return undefined
  }
  return orProblem(file, 'currency', () => parseCurrency(text))
}

function readCategory(fields: Fields, draft: SeatMapDraft, currency: Currency): void {
  fields.refuseUnknown(known.category)
  const name = required(fields, 'name')
  if (name === undefined) return
  if (draft.categories.has(name)) return fields.problem('name', `a second category ${name}`)
  const category = categoryOf(draft, name)
  category.color = readColor(fields)
  const price = fields.text('price')
  if (price === undefined) return
  category.priceMinor = orProblem(fields, 'price', () => parseMoney(price, currency).amountMinor)
}

/** The message of a kernel parser's refusal, at the path of the field. */
function orProblem<Value>(fields: Fields, key: string, parse: () => Value): Value | undefined {
  try {
    return parse()
  } catch (error) {
    if (!isDomainError(error)) throw error
    fields.problem(key, error.message)
    return undefined
  }
}

function readColor(fields: Fields): string | undefined {
  const color = fields.text('color')
  if (color === undefined || /^#[0-9a-f]{6}$/i.test(color)) return color
  fields.problem('color', 'expected #rrggbb')
  return undefined
}

interface Reading {
  readonly draft: SeatMapDraft
  /** Seat numbers seen, and where. */
  readonly ids: Map<string, string>
}

function readSection(fields: Fields, reading: Reading): void {
  fields.refuseUnknown(known.section)
  const name = required(fields, 'name')
  if (name === undefined) return
  if (reading.draft.sections.has(name)) return fields.problem('name', `a second section ${name}`)
  const section = sectionOf(reading.draft, name)
  for (const row of fields.objects('rows')) section.rows.push(readRow(row, reading))
}

function readRow(fields: Fields, reading: Reading): RowDraft {
  fields.refuseUnknown(known.row)
  const mode = fields.text('table') ?? 'none'
  const table = tableModes.find((it) => it === mode)
  if (!table) fields.problem('table', 'expected none, by_seat or whole')
  const seats: SeatDraft[] = []
  for (const seat of fields.objects('seats')) {
    const read = readSeat(seat, reading, seats.length + 1)
    if (read) seats.push(read)
  }
  const placed = seats.filter((seat) => seat.at !== undefined).length
  if (placed > 0 && placed < seats.length)
    fields.problem('seats', 'some have x and y and some have not')
  return {
    where: fields.where,
    name: required(fields, 'name') ?? '',
    table: table ?? 'none',
    seats,
  }
}

function readSeat(fields: Fields, { draft, ids }: Reading, number: number): SeatDraft | undefined {
  fields.refuseUnknown(known.seat)
  const id = fields.text('seat_number')
  if (id !== undefined) {
    const other = ids.get(id)
    if (other !== undefined) fields.problem('seat_number', `${id} is also the seat at ${other}`)
    else ids.set(id, fields.where)
  }
  const category = readCategoryName(fields, draft)
  if (category === undefined) return undefined
  return {
    where: fields.where,
    id,
    label: fields.text('label') ?? String(number),
    category,
    at: readPoint(fields),
    accessible: fields.flag('accessible'),
    companion: fields.flag('companion'),
    gapAfter: fields.flag('gap_after'),
  }
}

/**
 * Our own files declare what they use: an unknown category is a misspelling that would cost money.
 */
function readCategoryName(fields: Fields, draft: SeatMapDraft): string | undefined {
  const category = required(fields, 'category')
  if (category === undefined || draft.categories.has(category)) return category
  fields.problem('category', `${JSON.stringify(category)} is not among the categories`)
  return undefined
}

function readArea(fields: Fields, draft: SeatMapDraft): void {
  fields.refuseUnknown(known.area)
  const name = required(fields, 'name')
  const category = readCategoryName(fields, draft)
  const capacity = fields.number('capacity')
  if (capacity === undefined) fields.problem('capacity', 'missing')
  else if (!isCapacity(capacity)) fields.problem('capacity', capacityRule)
  if (name !== undefined && draft.areas.has(name)) {
    fields.problem('name', `a second area ${name}`)
  }
  if (name === undefined || category === undefined || capacity === undefined) return
  draft.areas.set(name, { where: fields.where, name, category, capacity, at: readPoint(fields) })
}

export const capacityRule = `a capacity is a whole number from 1 to ${seatMapLimits.areaCapacity}`

export function isCapacity(capacity: number): boolean {
  return Number.isInteger(capacity) && capacity >= 1 && capacity <= seatMapLimits.areaCapacity
}

function readPoint(fields: Fields | undefined): { x: number; y: number } | undefined {
  if (!fields || (!fields.has('x') && !fields.has('y'))) return undefined
  const x = fields.coordinate('x')
  const y = fields.coordinate('y')
  if (!fields.has('x')) fields.problem('x', 'missing')
  if (!fields.has('y')) fields.problem('y', 'missing')
  return x === undefined || y === undefined ? undefined : { x, y }
}

function required(fields: Fields, key: string): string | undefined {
  const text = fields.text(key)
  if (text === undefined && !fields.has(key)) fields.problem(key, 'missing')
  else if (text === undefined && isBlank(fields.raw(key))) fields.problem(key, 'blank')
  return text
}

function isBlank(value: unknown): boolean {
  return typeof value === 'string' && value.trim() === ''
}
