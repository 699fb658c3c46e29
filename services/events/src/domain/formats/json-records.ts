import { asList, asText, isObject, type JsonObject } from './parse-json.ts'

/** An object of a list, its fields and those of the objects in it by their paths. */
export interface FoundRecord {
  readonly where: string
  readonly names: readonly string[]
  readonly text: (name: string) => string
}

export interface FoundList {
  /** `halls[].events[]`; empty for a list that is the document. */
  readonly path: string
  readonly records: readonly FoundRecord[]
}

const DEPTH_MAX = 8
const RECORD_DEPTH_MAX = 4
const FIELDS_MAX = 200

/**
 * Every list of objects in a document, lists of one path taken together. An object also has the
 * fields of what it lies in, with their path in front: `halls.name`.
 */
export function listsOf(document: unknown): Iterable<FoundList> {
  const lists = new Map<string, FoundRecord[]>()
  visit(document, { path: '', where: '', depth: 0, around: new Map() })
  return [...lists].map(([path, records]) => ({ path, records }))

  function visit(value: unknown, at: Place): void {
    if (at.depth > DEPTH_MAX) return
    if (Array.isArray(value)) return visitList(value as unknown[], at)
    if (!isObject(value)) return
    for (const [key, inner] of Object.entries(value)) {
      const path = at.path === '' ? key : `${at.path}.${key}`
      const where = at.where === '' ? key : `${at.where}.${key}`
      visit(inner, { ...at, path, where, depth: at.depth + 1 })
    }
  }

  function visitList(items: readonly unknown[], { path, where, depth, around }: Place): void {
    const listed = `${path}[]`
    for (const [index, item] of items.entries()) {
      if (!isObject(item)) continue
      const own = textsIn(item)
      const itemWhere = `${where}[${index}]`
      const known = lists.get(listed) ?? []
      known.push(recordOf(itemWhere, own, around))
      lists.set(listed, known)
      const name = path.slice(path.lastIndexOf('.') + 1).replaceAll('[]', '') || 'list'
      const outer = new Map([
        ...around,
        ...[...own].map(([key, text]) => [`${name}.${key}`, text] as const),
      ])
      visit(item, { path: listed, where: itemWhere, depth: depth + 1, around: outer })
    }
  }
}

interface Place {
  readonly path: string
  readonly where: string
  readonly depth: number
  readonly around: ReadonlyMap<string, string>
}

function recordOf(
  where: string,
  own: ReadonlyMap<string, string>,
  around: ReadonlyMap<string, string>,
): FoundRecord {
  const names = [...own.keys(), ...around.keys()]
  return { where, names, text: (name) => own.get(name) ?? around.get(name) ?? '' }
}

/** Texts and numbers of an object by their paths; lists of them are joined. */
function textsIn(object: JsonObject): ReadonlyMap<string, string> {
  const texts = new Map<string, string>()
  const open: { value: unknown; path: string; depth: number }[] = []
  push(object, '', 0)
  for (let next = open.shift(); next && texts.size < FIELDS_MAX; next = open.shift()) {
    const { value, path, depth } = next
    if (isObject(value) && depth < RECORD_DEPTH_MAX) push(value, `${path}.`, depth)
    const text = isObject(value) ? '' : textOf(value)
    if (text !== '') texts.set(path, text)
  }
  return texts

  function push(from: JsonObject, prefix: string, depth: number): void {
    for (const [key, value] of Object.entries(from)) {
      open.push({ value, path: `${prefix}${key}`, depth: depth + 1 })
    }
  }
}

function textOf(value: unknown): string {
  if (typeof value === 'boolean') return String(value)
  return asList(value).map(asText).filter(Boolean).join(', ')
}
