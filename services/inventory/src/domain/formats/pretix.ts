import { type Point, seatMapLimits } from '../seat-map.ts'
import { Fields } from './fields.ts'
import { freeName } from './free-names.ts'
import { readPretixShape, type Shape, stageOf } from './pretix-shapes.ts'
import { markTables } from './pretix-tables.ts'
import { type Frame, frameOf, placed } from './pretix-frames.ts'
import type { NoteList, ProblemList } from './problems.ts'
import {
  categoryOf,
  DEFAULT_CATEGORY,
  emptyDraft,
  type RowDraft,
  type SeatDraft,
  type SeatMapDraft,
  sectionOf,
} from './seat-map-draft.ts'

interface Reading {
  readonly draft: SeatMapDraft
  readonly shapes: Shape[]
  readonly problems: ProblemList
  readonly notes: NoteList
}

/**
 * Reads a pretix seating plan (`seating-plan.schema.json` of pretix/pretix) as editors really write
 * it: positions are relative to the zone and the row, zones may be turned, numbers may be missing,
 * guids may repeat. Fields that we do not know are ignored, for every editor adds its own.
 */
export function readPretix(
  document: unknown,
  { problems, notes }: { problems: ProblemList; notes: NoteList },
): SeatMapDraft | undefined {
  const file = Fields.of({ value: document, where: '' }, problems)
  if (!file) return undefined
  if (!Array.isArray(file.raw('zones'))) {
    file.problem(
      'zones',
      'missing or no list: a pretix seating plan has name, categories and zones',
    )
    return undefined
  }
  const name = file.text('name', seatMapLimits.mapNameChars) ?? 'Seat map'
  const draft = emptyDraft(name, { ordered: false })
  for (const category of file.objects('categories')) readCategory(category, draft)
  const reading: Reading = { draft, shapes: [], problems, notes }
  for (const [index, zone] of file.objects('zones').entries()) readZone(zone, { index, reading })
  const tables = markTables(draft, reading.shapes)
  const others = reading.shapes.filter((shape) => !tables.has(shape))
  draft.focalPoint = stageOf(others, draft)
  return draft
}

function readCategory(fields: Fields, draft: SeatMapDraft): void {
  const name = fields.text('name')
  if (name === undefined) {
    if (!fields.has('name')) fields.problem('name', 'missing')
    return
  }
  const color = fields.raw('color')
  const category = categoryOf(draft, name)
  // Colours are decoration: what is not #rrggbb is replaced by one of ours.
  if (typeof color === 'string' && /^#[0-9a-f]{6}$/i.test(color)) category.color = color
}

function readZone(zone: Fields, { index, reading }: { index: number; reading: Reading }): void {
  const { draft } = reading
  const name = zone.text('name') ?? zone.text('zone_id') ?? `Zone ${index + 1}`
  const frame = frameOf(zone)
  const rows = zone.objects('rows')
  if (rows.length > 0) {
    const section = sectionOf(draft, name)
    for (const row of rows) {
      const fallbackName = `R${section.rows.length + 1}`
      section.rows.push(readRow(row, { frame, reading, fallbackName }))
    }
  }
  for (const area of zone.objects('areas')) readArea(area, { frame, reading })
}

function readRow(
  row: Fields,
  { frame, reading, fallbackName }: { frame: Frame; reading: Reading; fallbackName: string },
): RowDraft {
  const rowFrame = frameOf(row, frame)
  const fields = row.objects('seats')
  const labels = labelsOf(fields)
  const seats: SeatDraft[] = []
  let previous: Point | undefined
  for (const [at, seat] of fields.entries()) {
    const position = readPosition(seat) ?? besides(previous, seat, reading)
    previous = position
    seats.push(readSeat(seat, { reading, label: labels[at] ?? '', at: placed(position, rowFrame) }))
  }
  return { where: row.where, name: row.text('row_number') ?? fallbackName, table: 'none', seats }
}

/**
 * The seat numbers of a row; a seat without one gets its place in the row, or the next number that
 * is free.
 */
function labelsOf(seats: readonly Fields[]): string[] {
  const labels = seats.map((seat) => seat.text('seat_number'))
  const taken = new Set(labels)
  return labels.map((label, at) => {
    if (label !== undefined) return label
    let number = at + 1
    while (taken.has(String(number))) number++
    taken.add(String(number))
    return String(number)
  })
}

function readPosition(fields: Fields): Point | undefined {
  const position = fields.object('position')
  const x = position?.coordinate('x')
  const y = position?.coordinate('y')
  return x === undefined || y === undefined ? undefined : { x, y }
}

const SEAT_STEP = 25

/** A seat without a position stands right of the one before it. */
function besides(previous: Point | undefined, seat: Fields, { notes }: Reading): Point {
  notes.add(seat.where, 'has no position: placed beside the seat before it')
  return previous ? { x: previous.x + SEAT_STEP, y: previous.y } : { x: 0, y: 0 }
}

function readSeat(
  seat: Fields,
  { reading, label, at }: { reading: Reading; label: string; at: Point },
): SeatDraft {
  const { draft, notes } = reading
  const category = seat.text('category') ?? DEFAULT_CATEGORY
  if (!draft.categories.has(category)) {
    notes.add(
      seat.path('category'),
      `${JSON.stringify(category)} is not declared: declared with this seat`,
    )
    categoryOf(draft, category)
  }
  const id = ownId(seat)
  const accessible = seat.raw('accessible') === true || seat.raw('wheelchair') === true
  const companion = seat.raw('companion') === true
  return { where: seat.where, id, label, category, at, accessible, companion, gapAfter: false }
}

/**
 * A guid that is no text, or too long to say, is not worth a refusal: the seat gets a number from
 * row and label.
 */
function ownId(seat: Fields): string | undefined {
  const guid = seat.raw('seat_guid')
  if (typeof guid !== 'string' || guid.length > seatMapLimits.nameChars) return undefined
  return seat.text('seat_guid')
}

/** Each shape is compared with each row, to find tables. */
const MAX_SHAPES = 1_000

/** Areas are drawings, unless somebody gave one a capacity. */
function readArea(area: Fields, { frame, reading }: { frame: Frame; reading: Reading }): void {
  const { draft, shapes } = reading
  // One more than the limit is enough for `finishSeatMap` to refuse the file.
  if (draft.areas.size > seatMapLimits.areas) return
  const shape = readPretixShape(area, frame)
  if (!area.has('capacity')) {
    if (shape && shapes.length < MAX_SHAPES) shapes.push(shape)
    return
  }
  const capacity = area.number('capacity')
  if (capacity === undefined) return
  if (!Number.isInteger(capacity) || capacity < 1 || capacity > seatMapLimits.areaCapacity) {
    area.problem('capacity', `a capacity is a whole number from 1 to ${seatMapLimits.areaCapacity}`)
    return
  }
  const wanted = area.text('name') ?? shape?.text ?? `Area ${draft.areas.size + 1}`
  const category = area.text('category') ?? DEFAULT_CATEGORY
  categoryOf(draft, category)
  const name = freeName(wanted, draft.areas)
  draft.areas.set(name, { where: area.where, name, category, capacity, at: shape?.center })
}
