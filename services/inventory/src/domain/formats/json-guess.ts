import { type JsonList, listsOf, type Scalar } from './json-lists.ts'
import { isWithin, type JsonPath } from './json-paths.ts'
import { bestName, rankOf, type SeatField, seatFields } from './seat-fields.ts'

/** Where a list of seats or areas has our fields. */
export interface JsonMapping {
  readonly lists: JsonPath['lists']
  readonly fields: ReadonlyMap<SeatField, JsonPath>
}

/** The lists that look like seats or areas, and what their fields mean by name and by value. */
export function guessMappings(document: unknown): JsonMapping[] {
  const all = listsOf(document)
  const guessed = all.flatMap((list) => {
    const fields = guessFields(list, all)
    return looksLikePlaces(list, fields) ? [{ lists: list.lists, fields }] : []
  })
  // Rows have numbers, too: what holds a list of seats is none.
  return guessed.filter(({ lists, fields }) => {
    const inner = guessed.some((other) => other.lists !== lists && isWithin(other.lists, lists))
    return !inner || fields.has('capacity')
  })
}

/** What the fields of a list mean that somebody has named. */
export function guessFieldsOf(document: unknown, lists: JsonPath['lists']): JsonMapping {
  const all = listsOf(document)
  const list = all.find((it) => it.lists.length === lists.length && isWithin(it.lists, lists))
  return { lists, fields: list ? guessFields(list, all) : new Map() }
}

function looksLikePlaces({ lists }: JsonList, fields: ReadonlyMap<SeatField, JsonPath>): boolean {
  const own = (field: SeatField) => fields.get(field)?.lists.length === lists.length
  if (own('capacity')) return true
  if (!own('seat')) return false
  return (own('x') && own('y')) || fields.has('row') || listWord(lists, 'seat')
}

function guessFields(list: JsonList, all: readonly JsonList[]): Map<SeatField, JsonPath> {
  const fields = new Map<SeatField, JsonPath>()
  for (const field of seatFields) {
    if (field === 'seat_number') continue
    const own = ownField(list, field)
    if (own) fields.set(field, own)
  }
  for (const field of ['section', 'row', 'category', 'price', 'table'] as const) {
    const outer = fields.has(field) ? undefined : outerField(list, field, all)
    if (outer) fields.set(field, outer)
  }
  if (fields.has('capacity') && !fields.has('section')) {
    const name = bestTitle(list)
    if (name) fields.set('section', name)
  }
  const id = idField(list, fields.get('seat'))
  if (id) fields.set('seat_number', id)
  return fields
}

function ownField({ lists, fields, sample }: JsonList, field: SeatField): JsonPath | undefined {
  const usable = [...fields].filter(([, values]) => fits(field, values)).map(([path]) => path)
  const byWord = new Map(usable.toReversed().map((path) => [namingKey(path), path]))
  const path = byWord.get(bestName(field, byWord.keys()) ?? '')
  if (path !== undefined) return { lists, keys: path.split('.') }
  // A list of plain labels: "seats": ["1", "2"].
  const plain = field === 'seat' && sample.length > 0 && listWord(lists, 'seat')
  return plain && sample.every((it) => isLabel(it)) ? { lists, keys: [] } : undefined
}

/** The field of an item that this one lies in, the nearest first. */
function outerField(
  { lists }: JsonList,
  field: SeatField,
  all: readonly JsonList[],
): JsonPath | undefined {
  for (let depth = lists.length - 1; depth > 0; depth--) {
    const outer = all.find((it) => it.lists.length === depth && isWithin(lists, it.lists))
    if (!outer) continue
    // A section is known by its name, and a row by its own.
    const named = listWord(outer.lists, field) ? bestTitle(outer) : undefined
    const found = named ?? ownField(outer, field)
    if (found) return found
  }
  return undefined
}

const TITLES = [
  'name',
  'label',
  'title',
  'nombre',
  'nom',
  'nome',
  'bezeichnung',
  'название',
  '名稱',
]

const LETTERS = ['letter', 'letra', 'lettre', 'lettera', 'buchstabe', 'буква', 'number', 'numero']

function bestTitle({ lists, fields }: JsonList): JsonPath | undefined {
  const words = [...TITLES, ...LETTERS, 'id', 'key']
  const only = fields.size === 1 ? [...fields.keys()][0] : undefined
  const key = words.find((word) => fields.has(word)) ?? only
  return key === undefined ? undefined : { lists, keys: [key] }
}

/** `category.name` is named by its object. */
function namingKey(path: string): string {
  const keys = path.split('.')
  const last = keys.at(-1) ?? ''
  const before = keys.at(-2)
  return before !== undefined && [...TITLES, 'id'].includes(last) ? before : last
}

const ENDINGS = ['', 's', 'es', 'n', 'en', 'e', 'i']

/** Whether the key of a list is the plural of a word for the field. */
function listWord(lists: JsonPath['lists'], field: SeatField): boolean {
  const key = lists.at(-1)?.at(-1) ?? ''
  return ENDINGS.some((ending) => {
    if (!key.endsWith(ending)) return false
    return rankOf(field, key.slice(0, key.length - ending.length)) !== undefined
  })
}

function fits(field: SeatField, values: readonly Scalar[]): boolean {
  switch (field) {
    case 'x':
    case 'y':
    case 'capacity':
      return values.every((it) => typeof it === 'number' || /^\s*-?\d/.test(String(it)))
    case 'accessible':
    case 'companion':
      return true
    case 'table':
      return values.every((it) => ['none', 'by_seat', 'whole'].includes(String(it)))
    default:
      return values.every((it) => typeof it !== 'boolean')
  }
}

function isLabel(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number'
}

/** An id that people can read names the seat's label; a counter or a UUID does not. */
function idField(list: JsonList, seat: JsonPath | undefined): JsonPath | undefined {
  const key = bestName('seat_number', list.fields.keys())
  if (key === undefined || !seat || seat.lists.length < list.lists.length) return undefined
  const ids = list.fields.get(key) ?? []
  const labels = list.fields.get(seat.keys.join('.')) ?? []
  const readable = ids.every((id, at) => {
    const text = String(id)
    return /\p{L}/u.test(text) && text.length <= 32 && text.includes(String(labels[at]))
  })
  const unique = new Set(ids).size === ids.length && ids.length === labels.length
  return readable && unique ? { lists: list.lists, keys: key.split('.') } : undefined
}
