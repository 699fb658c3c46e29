import type { NoteList } from './problems.ts'
import { parseJson } from './text.ts'

export const seatMapFormats = ['usher', 'pretix', 'csv', 'svg', 'seatsio', 'json'] as const

export type SeatMapFormat = (typeof seatMapFormats)[number]

/** A file's text, parsed where it is JSON. */
export type SeatMapText =
  | { readonly format: 'csv' | 'svg'; readonly text: string }
  | { readonly format: 'usher' | 'pretix' | 'seatsio' | 'json'; readonly document: unknown }

/** The file as the format that was named; null: as the one that its content shows, with a note. */
export function fileOf(text: string, named: SeatMapFormat | null, notes: NoteList): SeatMapText {
  if (named === 'csv' || named === 'svg') return { format: named, text }
  if (named !== null) return { format: named, document: parseJson(text) }
  const found = detected(text)
  notes.add('file', `read as ${found.format}`)
  return found
}

function detected(text: string): SeatMapText {
  const start = /^\s*([<{[])?/.exec(text)?.[1]
  if (start === undefined) return { format: 'csv', text }
  if (start === '<') return { format: 'svg', text }
  const document = parseJson(text)
  return { format: jsonFormat(document), document }
}

const OWN_FIELDS = ['name', 'currency', 'focal_point', 'categories', 'sections', 'areas']
const OWN_SEAT_FIELDS = ['seat_number', 'label', 'category']

/** Each format has a member that the others do not have; what has none is somebody's own. */
function jsonFormat(document: unknown): 'usher' | 'pretix' | 'seatsio' | 'json' {
  if (!isRecord(document)) return 'json'
  if (Array.isArray(document['zones']) && !isRecord(document['subChart'])) {
    if (!Array.isArray(document['subChartFloors'])) return 'pretix'
  }
  if (isRecord(document['subChart']) || Array.isArray(document['subChartFloors'])) return 'seatsio'
  return isOwn(document) ? 'usher' : 'json'
}

/** A misspelling in a file of ours must not make it somebody else's: one sign is enough. */
function isOwn(document: Readonly<Record<string, unknown>>): boolean {
  if ('focal_point' in document) return true
  if ('currency' in document && ('sections' in document || 'areas' in document)) return true
  const seat = first(first(first(document['sections'], 'rows'), 'seats'))
  if (isRecord(seat)) return OWN_SEAT_FIELDS.some((field) => field in seat)
  const known = Object.keys(document).every((key) => OWN_FIELDS.includes(key))
  return known && Array.isArray(document['categories'])
}

/** The first item of a list, or that item's member. */
function first(list: unknown, member?: string): unknown {
  const item: unknown = Array.isArray(list) ? list[0] : undefined
  return member === undefined ? item : isRecord(item) ? item[member] : undefined
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
