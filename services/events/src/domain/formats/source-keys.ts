import type { ImportedEvent } from './imported-event.ts'
import type { Remarks } from './problems.ts'
import { type When, whenText } from './when.ts'

/** The key of an event to which its source gives no id: what people would know it by. */
export function textKey(
  { name, venue }: Pick<ImportedEvent, 'name' | 'venue'>,
  start: string,
): string {
  return `text:${[name, start, venue.name, venue.city].map(folded).join('|')}`
}

interface Keyed {
  readonly event: ImportedEvent
  /** The source's own; empty when it has none. */
  readonly id: string
  readonly start: When
}

/**
 * Every event once, each with its key. The same id at the same time is one event, and so is the
 * same text: what the second says and the first does not is taken over. One id at several times
 * is a production with several performances, which the time tells apart.
 */
export function distinctKeys(found: readonly Keyed[], notes: Remarks): ImportedEvent[] {
  const starts = startsById(found)
  const byKey = new Map<string, ImportedEvent>()
  for (const { event, id, start } of found) {
    const several = (starts.get(id)?.size ?? 0) > 1
    const ofSource = several ? `id:${id}@${whenText(start)}` : `id:${id}`
    const sourceKey = id === '' ? event.sourceKey : ofSource
    const first = byKey.get(sourceKey)
    if (first) notes.add(event.where, `is the same event as ${first.where}`)
    byKey.set(sourceKey, first ? merged(first, event) : { ...event, sourceKey })
  }
  return [...byKey.values()]
}

function startsById(found: readonly Keyed[]): ReadonlyMap<string, ReadonlySet<string>> {
  const starts = new Map<string, Set<string>>()
  for (const { id, start } of found) {
    if (id === '') continue
    const known = starts.get(id) ?? new Set()
    starts.set(id, known.add(whenText(start)))
  }
  return starts
}

function merged(first: ImportedEvent, second: ImportedEvent): ImportedEvent {
  return {
    ...first,
    description: first.description || second.description,
    category: first.category || second.category,
    imageUrl: first.imageUrl || second.imageUrl,
    language: first.language || second.language,
    endMs: first.endMs ?? second.endMs,
    priceMinor: first.priceMinor ?? second.priceMinor,
  }
}

/** Upper and lower case, accents and spaces make no other event. */
function folded(text: string): string {
  const bare = text.normalize('NFKD').replaceAll(/\p{M}/gu, '')
  return bare.replaceAll(/\s+/g, ' ').trim().toLowerCase()
}
