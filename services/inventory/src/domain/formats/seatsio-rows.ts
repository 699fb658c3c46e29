import type { TableMode } from '../seat-map.ts'
import type { Fields } from './fields.ts'
import { type RowDraft, type SeatDraft, sectionOf } from './seat-map-draft.ts'
import type { Chart } from './seatsio-chart.ts'

/** The designer writes this where a label is still to be given. */
const UNLABELLED = '?'
const NO_SECTION = 'Main'

export function readChartRow(row: Fields, chart: Chart): void {
  const section = row.text('sectionLabel') ?? chart.section ?? NO_SECTION
  readSeats(row, chart, { section, table: 'none' })
}

/** The chairs of a table are its seats; it may be sold only as a whole. */
export function readChartTable(table: Fields, chart: Chart): void {
  const section = table.text('sectionLabel') ?? chart.section ?? NO_SECTION
  const whole = table.raw('bookAsAWhole') === true
  readSeats(table, chart, { section, table: whole ? 'whole' : 'by_seat' })
}

function readSeats(
  fields: Fields,
  chart: Chart,
  { section, table }: { section: string; table: TableMode },
): void {
  const name = labelOf(fields) ?? ''
  const row: RowDraft = { where: fields.where, name, table, seats: [] }
  for (const seat of fields.objects('seats')) {
    const read = readSeat(seat, chart)
    if (!read) continue
    chart.labels.take([section, name, read.label], read.where)
    row.seats.push(read)
    chart.items.push(read)
  }
  if (row.seats.length > 0) sectionOf(chart.draft, section).rows.push(row)
}

function readSeat(seat: Fields, { origin, categories }: Chart): SeatDraft | undefined {
  const label = labelOf(seat)
  const category = categories.of(seat)
  const [x, y] = [seat.coordinate('x'), seat.coordinate('y')]
  if (x === undefined || y === undefined) {
    if (!seat.has('x') || !seat.has('y')) seat.problem('x', 'a seat needs x and y')
    return undefined
  }
  if (label === undefined || !category) return undefined
  return {
    where: seat.where,
    id: undefined,
    label,
    category: category.name,
    at: { x: origin.x + x, y: origin.y + y },
    accessible: category.accessible || seat.raw('accessible') === true,
    companion: seat.raw('companionSeat') === true,
    gapAfter: false,
  }
}

function labelOf(fields: Fields): string | undefined {
  const label = fields.text('label')
  if (label !== undefined && label !== UNLABELLED) return label
  if (label === UNLABELLED || !fields.has('label') || fields.raw('label') === '') {
    fields.problem('label', 'has no label yet: give it one in the chart')
  }
  return undefined
}
