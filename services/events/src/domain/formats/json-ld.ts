import type { EventDraft, Reading } from './event-draft.ts'
import { jsonLdScripts } from './html-scripts.ts'
import { importLimits } from './imported-event.ts'
import { eventOfNode } from './json-ld-event.ts'
import { asList, asText, fieldIn, isObject, type JsonObject } from './parse-json.ts'
import { failRead } from './problems.ts'

/** Reads schema.org events from a JSON-LD document. */
export function readJsonLd(document: unknown, reading: Reading): EventDraft[] {
  return draftsOf([...eventNodes([{ value: document, where: '' }])], reading)
}

/** Reads schema.org events from the JSON-LD blocks of a web page. */
export function readHtml(html: string, reading: Reading): EventDraft[] {
  const scripts = jsonLdScripts(html)
  if (scripts.length === 0) {
    const title = /<title[^>]*>([^<]{0,100})/i.exec(html)?.[1]?.trim()
    const page = title ? ` (its title is "${title}")` : ''
    return failRead('file', `is a web page without JSON-LD in it${page}`)
  }
  const roots: Located[] = []
  for (const [index, script] of scripts.entries()) {
    const value = parsedOrNothing(script)
    if (value === undefined) reading.skipped.add(`script[${index}]`, 'is not JSON')
    else roots.push({ value, where: `script[${index}]` })
  }
  return draftsOf([...eventNodes(roots)], reading)
}

/** True for a document that says it is schema.org's. */
export function isJsonLd(document: unknown): boolean {
  const [first] = asList(document)
  return isObject(first) && ['@context', '@graph', '@type'].some((key) => Object.hasOwn(first, key))
}

function parsedOrNothing(script: string): unknown {
  try {
    // Line breaks inside strings are what templates leave behind most.
    return JSON.parse(script.replaceAll(/[\n\r\t]+/g, ' '))
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) return undefined
    throw error
  }
}

interface Located {
  readonly value: unknown
  readonly where: string
}

interface EventNode {
  readonly node: JsonObject
  readonly where: string
  /** What this is part of: it may say what the part does not. */
  readonly whole: JsonObject | undefined
}

function draftsOf(nodes: readonly EventNode[], reading: Reading): EventDraft[] {
  if (nodes.length === 0) failRead('file', 'has no schema.org events')
  if (nodes.length > importLimits.events) {
    failRead('file', `has more than ${importLimits.events} events`)
  }
  return nodes.flatMap(
    ({ node, where, whole }) => eventOfNode(node, { where, whole, reading }) ?? [],
  )
}

/** Every event of a document, wherever it stands; a festival of parts is its parts. */
function* eventNodes(roots: readonly Located[]): Iterable<EventNode> {
  const open: (Located & { readonly whole?: JsonObject })[] = [...roots].reverse()
  for (let next = open.pop(); next; next = open.pop()) {
    const { value, where, whole } = next
    if (Array.isArray(value)) {
      const items = value.map((item, index) => ({
        value: item as unknown,
        where: `${where}[${index}]`,
      }))
      open.push(...items.map((item) => (whole ? { ...item, whole } : item)).reverse())
      continue
    }
    if (!isObject(value)) continue
    const parts = asList(fieldIn(value, 'subEvent') ?? fieldIn(value, 'subEvents')).filter(isObject)
    if (isEvent(value) && parts.length > 0) {
      open.push({ value: parts, where: `${where}.subEvent`, whole: value })
    } else if (isEvent(value)) yield { node: value, where: where || 'file', whole }
    else open.push(...containers(value, where).reverse())
  }
}

/** Where lists of events are kept. */
const containerFields = [
  '@graph',
  'itemListElement',
  'item',
  'event',
  'events',
  'mainEntity',
  'dataFeedElement',
]

function containers(value: JsonObject, where: string): Located[] {
  return containerFields.flatMap((key) => {
    const inner = fieldIn(value, key)
    return inner === undefined ? [] : { value: inner, where: where ? `${where}.${key}` : key }
  })
}

/** `Event` and its subtypes; `Festival` is the only one whose name does not end in it. */
function isEvent(node: JsonObject): boolean {
  return asList(fieldIn(node, '@type')).some((type) =>
    /(^|[/:#])(\w*Event|Festival|Hackathon|ExhibitionEvent|CourseInstance)$/.test(asText(type)),
  )
}
