import type { Currency } from '@usher/kernel'
import { seatMapLimits } from '../seat-map.ts'
import { guessFieldsOf, guessMappings, type JsonMapping } from './json-guess.ts'
import { JsonPlace } from './json-place.ts'
import { isWithin, itemsOf, type JsonPath, parsePath, pathText } from './json-paths.ts'
import { movePlanesApart, sectionPlanes } from './planes.ts'
import { STAGE } from './pretix-shapes.ts'
import { failRead, type NoteList, type ProblemList, shown } from './problems.ts'
import { SeatCollector } from './seat-collector.ts'
import { isSeatField, type SeatField, seatFields, type SeatMapColumns } from './seat-fields.ts'
import { emptyDraft, type SeatMapDraft } from './seat-map-draft.ts'
import { stageByRowNames } from './stage-side.ts'

export interface OwnJsonOptions {
  readonly columns: SeatMapColumns
  readonly currency: Currency
  readonly problems: ProblemList
  readonly notes: NoteList
  readonly skipped: NoteList
}

/** Between paths for several lists: `stalls.seats[].no | balcony.seats[].no`. */
const OR = ' | '

/**
 * Reads somebody's own JSON: lists of seats, wherever they are, by a mapping of our fields to paths
 * that is given or guessed from names and values. Answers the mapping with the draft.
 */
export function readOwnJson(
  document: unknown,
  options: OwnJsonOptions,
): { draft: SeatMapDraft; columns: SeatMapColumns } | undefined {
  const { problems, notes } = options
  if (typeof document !== 'object' || document === null) {
    return failRead('file', `expected an object or a list, found ${shown(document)}`)
  }
  const mappings = mappingsOf(document, options)
  if (mappings.length === 0) {
    problems.add('file', 'no list of seats was found; say where it is by the option columns')
    return undefined
  }
  const draft = emptyDraft(nameOf(document), { ordered: false })
  const collector = new SeatCollector(draft, options)
  for (const mapping of mappings) {
    // Lists beside each other are parts of the house: `stalls`, `balcony`.
    const part = mappings.length > 1 ? mapping.lists[0]?.[0] : undefined
    readList(document, mapping, { ...options, draft, collector, part })
  }
  collector.finish()
  draft.focalPoint ??= stageByRowNames(draft, notes)
  movePlanesApart(sectionPlanes(draft), { focalPoint: draft.focalPoint, notes })
  return { draft, columns: columnsOf(mappings) }
}

function nameOf(document: object): string {
  const name: unknown = Object.hasOwn(document, 'name') ? (document as { name?: unknown }).name : ''
  const text = typeof name === 'string' ? name.trim().slice(0, seatMapLimits.mapNameChars) : ''
  return text === '' || !text.isWellFormed() || /\p{Cc}/u.test(text) ? 'Seat map' : text
}

/** The guess, with what was given in its place. */
function mappingsOf(document: object, { columns, problems }: OwnJsonOptions): JsonMapping[] {
  const given = givenPaths(columns, problems)
  const places = (['seat', 'capacity'] as const).flatMap((field) => given.get(field) ?? [])
  const guessed =
    places.length > 0
      ? places.map(({ lists }) => guessFieldsOf(document, lists))
      : guessMappings(document)
  const mappings = guessed.map(({ lists, fields }) => {
    const all = new Map(fields)
    for (const [field, paths] of given) {
      const fitting = paths.filter((path) => isWithin(lists, path.lists))
      const nearest = fitting.toSorted((a, b) => b.lists.length - a.lists.length)[0]
      if (nearest) all.set(field, nearest)
    }
    return { lists, fields: all }
  })
  for (const [field, paths] of given) {
    for (const path of paths) {
      if (mappings.some(({ lists }) => isWithin(lists, path.lists))) continue
      problems.add('columns', `${field}: no list of seats lies in ${shown(pathText(path))}`)
    }
  }
  return mappings
}

function givenPaths(
  columns: SeatMapColumns,
  problems: ProblemList,
): ReadonlyMap<SeatField, readonly JsonPath[]> {
  const given = new Map<SeatField, JsonPath[]>()
  for (const [ours, theirs] of Object.entries(columns)) {
    if (!isSeatField(ours)) {
      problems.add('columns', `no field of ours is called ${shown(ours)}: ${seatFields.join(', ')}`)
      continue
    }
    const paths = theirs.split(OR.trim()).map(parsePath)
    const good = paths.flatMap((path) => path ?? [])
    if (good.length < paths.length) {
      problems.add('columns', `${ours}: ${shown(theirs)} is no path such as sections[].seats[].no`)
    }
    given.set(ours, good)
  }
  return given
}

function columnsOf(mappings: readonly JsonMapping[]): SeatMapColumns {
  const columns: Record<string, string> = {}
  for (const field of seatFields) {
    const paths = mappings.flatMap(({ fields }) => fields.get(field) ?? [])
    const texts = new Set(paths.map(pathText))
    if (texts.size > 0) columns[field] = [...texts].join(OR)
  }
  return columns
}

interface Reading extends OwnJsonOptions {
  readonly draft: SeatMapDraft
  readonly collector: SeatCollector
  /** The section of seats that say none. */
  readonly part: string | undefined
}

function readList(document: object, { lists, fields }: JsonMapping, reading: Reading): void {
  const { problems, skipped, draft } = reading
  let [items, others] = [0, 0]
  for (const item of itemsOf(document, lists)) {
    if (++items > MAX_ITEMS) return failRead('file', `has more than ${MAX_ITEMS} seats and others`)
    const place = new JsonPlace(item, { fields, problems })
    if (place.has('seat')) readSeat(place, reading)
    else if (place.has('capacity')) readArea(place, reading)
    else if (place.has('row')) problems.add(place.where, 'has a row and no seat')
    else {
      others++
      if (STAGE.test(place.kind())) draft.focalPoint ??= place.point()
    }
  }
  const list = pathText({ lists, keys: [] })
  if (items === 0) problems.add('columns', `there is no list ${shown(list)}, or nothing in it`)
  if (others > 0) skipped.add(list, `${others} of ${items} have no seat: not read as seats`)
}

/** Drawings list their shapes beside the seats. */
const MAX_ITEMS = 5 * seatMapLimits.seats

function readSeat(place: JsonPlace, { collector, problems, part }: Reading): void {
  const label = place.text('seat')
  if (label === undefined) return problems.add(place.where, 'its seat is blank')
  collector.seat({
    where: place.where,
    section: place.text('section') ?? part,
    row: place.text('row'),
    label,
    id: place.text('seat_number'),
    category: place.text('category'),
    price: place.price(),
    at: place.point(),
    accessible: place.flag('accessible'),
    companion: place.flag('companion'),
    table: place.table(),
  })
}

function readArea(place: JsonPlace, { collector }: Reading): void {
  const capacity = place.number('capacity')
  if (capacity === undefined) return
  collector.area({
    where: place.where,
    name: place.text('section'),
    category: place.text('category'),
    price: place.price(),
    capacity,
    at: place.point(),
  })
}
