import { type Point, seatMapLimits } from '../seat-map.ts'
import { Fields } from './fields.ts'
import { movePlanesApart, type Plane } from './planes.ts'
import type { NoteList, ProblemList } from './problems.ts'
import { emptyDraft, type SeatMapDraft } from './seat-map-draft.ts'
import { readChartArea } from './seatsio-areas.ts'
import { SeatsioCategories } from './seatsio-categories.ts'
import { type Chart, SeatLabels } from './seatsio-chart.ts'
import { readChartRow, readChartTable } from './seatsio-rows.ts'

/**
 * Reads a chart of seats.io, as its designer exports it: rows and tables of seats, sections with a
 * chart of their own, floors, general admission, a focal point. What seats.io itself calls an error
 * (a seat without label or category, a label twice) is a problem.
 */
export function readSeatsio(
  document: unknown,
  { problems, notes, skipped }: { problems: ProblemList; notes: NoteList; skipped: NoteList },
): SeatMapDraft | undefined {
  const file = Fields.of({ value: document, where: '' }, problems)
  if (!file) return undefined
  const floors = file.has('subChartFloors') ? file.objects('subChartFloors') : chartOf(file)
  if (floors.length === 0) {
    file.problem('subChart', 'missing: a chart of seats.io has a subChart, or subChartFloors')
    return undefined
  }
  const name = file.text('name', seatMapLimits.mapNameChars) ?? 'Seat map'
  const draft = emptyDraft(name, { ordered: false })
  const categories = new SeatsioCategories(file, { draft, notes })
  const reading = { draft, categories, labels: new SeatLabels(problems), problems, notes, skipped }
  const planes = floors.map((floor) => readFloor(floor, reading))
  draft.focalPoint = focalPointOf(floors)
  if (planes.length > 1) movePlanesApart(planes, { focalPoint: draft.focalPoint, notes })
  return draft
}

function chartOf(file: Fields): Fields[] {
  const chart = file.object('subChart')
  return chart ? [chart] : []
}

type Reading = Omit<Chart, 'origin' | 'section' | 'items'>

function readFloor(floor: Fields, reading: Reading): Plane {
  const floorName = floor.text('floorDisplayName') ?? floor.text('floorName')
  const items: Chart['items'] = []
  const chart: Chart = { ...reading, items, origin: { x: 0, y: 0 }, section: floorName }
  readChart(floor, chart)
  for (const section of floor.objects('sections')) readSection(section, chart)
  return { name: floorName ?? 'file', items }
}

/** A section's chart begins where its outline has its upper left corner. */
function readSection(section: Fields, floor: Chart): void {
  const name = section.text('label')
  const inside = section.object('subChart')
  if (!inside) {
    const capacity = section.has('capacity')
    if (capacity) readChartArea(section, floor)
    else floor.skipped.add(section.where, `section ${name ?? ''} has no seats`)
    return
  }
  if (name === undefined) section.problem('label', 'a section needs a label')
  const corner = pointOf(section.object('topLeft')) ?? { x: 0, y: 0 }
  readChart(inside, { ...floor, origin: corner, section: name })
}

function readChart(fields: Fields, chart: Chart): void {
  for (const row of fields.objects('rows')) readChartRow(row, chart)
  for (const table of fields.objects('tables')) readChartTable(table, chart)
  for (const area of fields.objects('generalAdmissionAreas')) readChartArea(area, chart)
  for (const booth of fields.objects('booths')) {
    const label = typeof booth.raw('label') === 'string' ? ` ${booth.text('label') ?? ''}` : ''
    chart.skipped.add(booth.where, `booth${label}: neither a seat nor an area`)
  }
  for (const drawing of ['texts', 'icons', 'imageObjects']) {
    const list = fields.raw(drawing)
    if (!Array.isArray(list) || list.length === 0) continue
    chart.skipped.add(fields.path(drawing), `${list.length} of them: drawing only`)
  }
}

/** The chart's own focal point; else the middle of a shape that is its stage. */
function focalPointOf(floors: readonly Fields[]): Point | undefined {
  for (const floor of floors) {
    const focus = pointOf(floor.object('focalPoint'))
    if (focus) return focus
  }
  for (const floor of floors) {
    for (const shape of floor.objects('shapes')) {
      if (shape.raw('smartType') === 'stage') return pointOf(shape.object('center'))
    }
  }
  return undefined
}

function pointOf(fields: Fields | undefined): Point | undefined {
  const x = fields?.coordinate('x')
  const y = fields?.coordinate('y')
  return x === undefined || y === undefined ? undefined : { x, y }
}
