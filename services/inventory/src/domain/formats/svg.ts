import type { Currency } from '@usher/kernel'
import { type Point, seatMapLimits, type TableMode } from '../seat-map.ts'
import { cleanText, parseNumber } from './fields.ts'
import { STAGE } from './pretix-shapes.ts'
import { type NoteList, type ProblemList, shown } from './problems.ts'
import { SeatCollector } from './seat-collector.ts'
import { flagOf, type SeatField, type SeatMapColumns } from './seat-fields.ts'
import { categoryOf, emptyDraft, type SeatMapDraft } from './seat-map-draft.ts'
import { stageByRowNames } from './stage-side.ts'
import { SvgBoxes } from './svg-boxes.ts'
import { readSvgDocument, type SvgNode } from './svg-document.ts'
import { columnsOf, isDrawn, mappingOf } from './svg-mapping.ts'
import { SvgSeats } from './svg-seats.ts'
import { type Box, middleOf } from './svg-shapes.ts'

export interface SvgOptions {
  readonly columns: SeatMapColumns
  readonly currency: Currency
  readonly problems: ProblemList
  readonly notes: NoteList
  readonly skipped: NoteList
}

/**
 * Reads a drawing whose elements say which seat they are: by attributes, by ids of a pattern, by
 * titles, or by the groups that they stand in; docs/seat-maps.md. Places are where the shapes are
 * after all transforms. Answers the mapping, given or guessed, with the draft.
 */
export function readSvg(
  text: string,
  options: SvgOptions,
): { draft: SeatMapDraft; columns: SeatMapColumns } | undefined {
  const { problems, notes } = options
  const nodes = readSvgDocument(text, notes)
  const boxes = new SvgBoxes(nodes)
  const mapping = mappingOf(nodes, { ...options, boxes })
  const seats = new SvgSeats(nodes, mapping)
  if (seats.found.length === 0) {
    const how = 'name their attributes, or a pattern of ids, by the option columns'
    problems.add('file', `no seats were found: ${how}`)
    return undefined
  }
  const name = cleanText(nodes[0]?.title ?? '', seatMapLimits.mapNameChars).text ?? 'Seat map'
  const draft = emptyDraft(name, { ordered: false })
  const collector = new SeatCollector(draft, options)
  const reading = { ...options, seats, boxes, collector, draft }
  for (const node of seats.found) readPlace(node, reading)
  reportOthers(nodes, reading)
  collector.finish()
  draft.focalPoint = stageOf(nodes, reading) ?? stageByRowNames(draft, notes)
  return { draft, columns: columnsOf(seats.mapping) }
}

interface Reading extends SvgOptions {
  readonly seats: SvgSeats
  readonly boxes: SvgBoxes
  readonly collector: SeatCollector
  readonly draft: SeatMapDraft
}

const tableModes: readonly TableMode[] = ['none', 'by_seat', 'whole']

function readPlace(node: SvgNode, reading: Reading): void {
  const { seats, problems, collector, draft } = reading
  const where = whereOf(node, seats)
  const text = (field: SeatField) => {
    const { text, problem } = cleanText(seats.value(node, field) ?? '', seatMapLimits.nameChars)
    if (problem !== undefined) problems.add(where, `${field}: ${problem}`)
    return text
  }
  const flag = (field: 'accessible' | 'companion') => {
    const value = seats.value(node, field)
    const flag = value === undefined ? seats.says(node, field) : flagOf(value)
    if (flag === undefined)
      problems.add(where, `${field}: expected yes or no, found ${shown(value)}`)
    return flag !== false
  }
  const at = placeOf(node, { ...reading, where })
  const common = { where, category: text('category'), price: text('price'), at }
  colour(draft, common.category)
  const label = text('seat')
  if (label === undefined) {
    const capacity = parseNumber(seats.value(node, 'capacity') ?? '')
    if (capacity === undefined) return problems.add(where, 'neither a seat nor a capacity')
    return collector.area({ ...common, name: text('section'), capacity })
  }
  const mode = text('table') ?? 'none'
  const table = tableModes.find((it) => it === mode)
  if (!table) problems.add(where, `table: expected none, by_seat or whole, found ${shown(mode)}`)
  collector.seat({
    ...common,
    section: text('section'),
    row: text('row'),
    label,
    id: text('seat_number'),
    accessible: flag('accessible'),
    companion: flag('companion'),
    table: table ?? 'none',
  })
}

/** By line, and by what people know the element by. */
function whereOf(node: SvgNode, seats: SvgSeats): string {
  const name = seats.nameOf(node)
  return name === undefined ? `line ${node.line}` : `line ${node.line} (${name.slice(0, 60)})`
}

/** A category that is called by its colour has it. */
function colour(draft: SeatMapDraft, category: string | undefined): void {
  if (category !== undefined && /^#[0-9a-f]{6}$/i.test(category)) {
    categoryOf(draft, category).color ??= category.toLowerCase()
  }
}

function placeOf(
  node: SvgNode,
  { seats, boxes, problems, where }: Reading & { where: string },
): Point | undefined {
  const given = (['x', 'y'] as const).map((axis) => {
    const text = seats.value(node, axis)
    const number = text === undefined ? undefined : parseNumber(text)
    if (text !== undefined && number === undefined) {
      problems.add(where, `${axis}: expected a number, found ${shown(text)}`)
    }
    return number
  })
  const box = boxes.of(node)
  const [x, y] = given
  const at = x !== undefined && y !== undefined ? { x, y } : box ? middleOf(box) : undefined
  const limit = seatMapLimits.coordinate
  if (!at) problems.add(where, 'draws nothing: where it is cannot be told')
  else if (Math.abs(at.x) <= limit && Math.abs(at.y) <= limit) return at
  else problems.add(where, `a coordinate is at most ${limit} from 0`)
  return undefined
}

/** What looks like a seat and is none, as far as the drawing says. */
function reportOthers(nodes: readonly SvgNode[], { seats, skipped }: Reading): void {
  for (const node of nodes) {
    const reason = seats.isSeat(node) ? undefined : seats.reasonOf(node)
    if (reason !== undefined) skipped.add(whereOf(node, seats), reason)
  }
}

/** Each candidate costs a look at every shape. */
const MAX_WORDS = 20

/**
 * The middle of what is called the stage, or has that word written on it.
 */
function stageOf(nodes: readonly SvgNode[], { seats, boxes }: Reading): Point | undefined {
  const named = nodes.filter((node) => node.shown === 'yes' && saysStage(node, seats))
  for (const node of named.slice(0, MAX_WORDS)) {
    const box = boxes.of(node)
    if (!box) continue
    const middle = middleOf(box)
    const around = node.name === 'text' ? smallestAround(middle, nodes, { seats, boxes }) : box
    const point = middleOf(around ?? box)
    const limit = seatMapLimits.coordinate
    if (Math.abs(point.x) <= limit && Math.abs(point.y) <= limit) return point
  }
  return undefined
}

function saysStage(node: SvgNode, seats: SvgSeats): boolean {
  if (node.parent < 0 || seats.isSeat(node)) return false
  if (node.name === 'text') return STAGE.test(node.text)
  const { attributes, title } = node
  const words = [attributes['id'], attributes['class'], attributes['aria-label'], title]
  return isDrawn(node) && words.some((it) => it !== undefined && STAGE.test(it))
}

function smallestAround(
  { x, y }: Point,
  nodes: readonly SvgNode[],
  { seats, boxes }: Pick<Reading, 'seats' | 'boxes'>,
): Box | undefined {
  let smallest: { box: Box; size: number } | undefined
  for (const node of nodes) {
    if (!isDrawn(node) || ['g', 'a', 'text'].includes(node.name) || seats.isSeat(node)) continue
    const box = boxes.of(node)
    if (!box || box.left > x || box.right < x || box.top > y || box.bottom < y) continue
    const size = (box.right - box.left) * (box.bottom - box.top)
    if (!smallest || size < smallest.size) smallest = { box, size }
  }
  return smallest?.box
}
