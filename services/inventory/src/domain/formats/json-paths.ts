/**
 * A path through lists to a value: `sections[].seats[].attrs.number`. `lists` are the keys to each
 * list in turn, `keys` those from an item of the last one.
 */
export interface JsonPath {
  readonly lists: readonly (readonly string[])[]
  readonly keys: readonly string[]
}

/** More lists in each other than any file of seats has. */
export const MAX_LISTS = 8
const MAX_PATH_CHARS = 500

/** Undefined for what is no path. */
export function parsePath(text: string): JsonPath | undefined {
  const trimmed = text.trim()
  if (trimmed === '' || trimmed.length > MAX_PATH_CHARS) return undefined
  const parts = trimmed.split('[]').map((part) => part.replace(/^\./, ''))
  const split = parts.map((part) => (part === '' ? [] : part.split('.')))
  if (split.some((keys) => keys.some((key) => key === '' || /[[\]]/.test(key)))) return undefined
  const keys = split.pop() ?? []
  return split.length <= MAX_LISTS ? { lists: split, keys } : undefined
}

export function pathText({ lists, keys }: JsonPath): string {
  const text = lists.reduce((start, list) => `${joined(start, list)}[]`, '')
  return joined(text, keys)
}

function joined(start: string, keys: readonly string[]): string {
  return start === '' ? keys.join('.') : [start, ...keys].join('.')
}

/** True when an item of `inner` lies in an item of `outer`, or is one. */
export function isWithin(inner: JsonPath['lists'], outer: JsonPath['lists']): boolean {
  return outer.every((keys, at) => keys.join('.') === inner[at]?.join('.'))
}

/** An item of a list, with the items of outer lists that it lies in. */
export interface JsonItem {
  /** The document, an item of the first list, …, this item. */
  readonly chain: readonly unknown[]
  readonly where: string
}

/** All items of the list, in the file's order. */
export function* itemsOf(document: unknown, lists: JsonPath['lists']): Generator<JsonItem> {
  yield* itemsWithin({ chain: [document], where: '' }, lists)
}

function* itemsWithin(outer: JsonItem, lists: JsonPath['lists']): Generator<JsonItem> {
  const keys = lists[outer.chain.length - 1]
  if (!keys) return yield outer
  const list = valueAt(outer.chain.at(-1), keys)
  if (!Array.isArray(list)) return
  const where = joined(outer.where, keys)
  for (let at = 0; at < list.length; at++) {
    yield* itemsWithin({ chain: [...outer.chain, list[at]], where: `${where}[${at}]` }, lists)
  }
}

/** The value that a path has for an item: of the item itself, or of one that it lies in. */
export function valueFor({ chain }: JsonItem, { lists, keys }: JsonPath): unknown {
  return valueAt(chain[lists.length], keys)
}

function valueAt(start: unknown, keys: readonly string[]): unknown {
  let value = start
  for (const key of keys) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
    value = (value as Readonly<Record<string, unknown>>)[key]
  }
  return value
}
