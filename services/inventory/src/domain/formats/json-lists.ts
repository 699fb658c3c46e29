import { type JsonPath, MAX_LISTS } from './json-paths.ts'

/** A list that a document has, once or in each item of another list. */
export interface JsonList {
  readonly lists: JsonPath['lists']
  /** Some of its items, for a look at their values. */
  readonly sample: readonly unknown[]
  /** The fields of the items, by their keys joined with dots: `attrs.number`. */
  readonly fields: ReadonlyMap<string, readonly Scalar[]>
}

export type Scalar = string | number | boolean

const SAMPLE = 2_000
const MAX_FIELDS = 200
/** Objects within objects, such as `attrs.seat` or `position.x`. */
const MAX_NESTED = 3

interface Gathering {
  readonly lists: JsonPath['lists']
  readonly sample: unknown[]
  readonly fields: Map<string, Scalar[]>
}

/** All lists of a document with what their items hold. */
export function listsOf(document: unknown): JsonList[] {
  const found = new Map<string, Gathering>()
  gather(document, { lists: [], keys: [] }, found)
  return [...found.values()]
}

function gather(value: unknown, { lists, keys }: JsonPath, found: Map<string, Gathering>): void {
  if (typeof value !== 'object' || value === null) return
  if (Array.isArray(value)) return gatherList(value, [...lists, keys], found)
  if (keys.length > MAX_NESTED) return
  for (const [key, member] of Object.entries(value)) {
    if (isPlainKey(key)) gather(member, { lists, keys: [...keys, key] }, found)
  }
}

function gatherList(
  items: readonly unknown[],
  lists: JsonPath['lists'],
  found: Map<string, Gathering>,
): void {
  if (lists.length > MAX_LISTS || (found.size >= MAX_FIELDS && !found.has(JSON.stringify(lists)))) {
    return
  }
  const key = JSON.stringify(lists)
  const list: Gathering = found.get(key) ?? { lists, sample: [], fields: new Map() }
  found.set(key, list)
  for (const item of items) {
    if (list.sample.length < SAMPLE) {
      list.sample.push(item)
      gatherFields(item, [], list.fields)
    }
    gather(item, { lists, keys: [] }, found)
  }
}

function gatherFields(item: unknown, keys: readonly string[], fields: Map<string, Scalar[]>): void {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return
  if (keys.length >= MAX_NESTED) return
  for (const [key, value] of Object.entries(item)) {
    if (!isPlainKey(key)) continue
    const path = [...keys, key]
    if (isScalar(value)) {
      const values = fields.get(path.join('.'))
      if (values) values.push(value)
      else if (fields.size < MAX_FIELDS) fields.set(path.join('.'), [value])
    } else gatherFields(value, path, fields)
  }
}

/** A key that a path can say. */
function isPlainKey(key: string): boolean {
  return key !== '' && key.length <= 64 && !/[.[\]|]/.test(key)
}

function isScalar(value: unknown): value is Scalar {
  return ['string', 'number', 'boolean'].includes(typeof value)
}
