import type { TableOptions } from './csv-events.ts'
import type { EventDraft, Reading } from './event-draft.ts'
import { fieldOf, type Mapping, mappingOf } from './field-names.ts'
import { importLimits } from './imported-event.ts'
import { type FoundRecord, listsOf } from './json-records.ts'
import { failRead, shown } from './problems.ts'
import { readRecords } from './read-records.ts'

/**
 * Reads somebody's own JSON: the list of objects that looks most like events, with fields named as
 * columns of a table are. `columns` may name fields by their path: `start:schedule.begins`.
 */
export function readJsonEvents(
  document: unknown,
  { columns, dates }: TableOptions,
  reading: Reading,
): { drafts: EventDraft[]; mapping: Mapping } {
  const lists = [...listsOf(document)]
  const [best] = lists
    .map((list) => ({ ...list, score: scoreOf(list.records) }))
    .sort((a, b) => b.score - a.score)
  if (!best) return failRead('file', 'has no list of objects')
  const { path, records } = best
  if (records.length > importLimits.events) {
    return failRead('file', `has more than ${importLimits.events} events`)
  }
  const names = namesIn(records)
  const shownNames = names.slice(0, NAMES_SHOWN).map(shown).join(', ')
  const fields = `the fields of ${path || 'the list'} are ${shownNames}`
  const mapping = mappingOf(names, columns, (reason) => failRead('columns', `${reason}; ${fields}`))
  for (const field of ['name', 'start'] as const) {
    if (!mapping.has(field)) failRead(path || 'file', `no field is the ${field}; ${fields}`)
  }
  reading.notes.add(path || 'file', `read as the list of events: ${records.length} objects`)
  return { drafts: readRecords({ records, mapping, dates, reading }), mapping }
}

const NAMES_SHOWN = 40

/** Objects that have many fields which events have, and many of them. */
function scoreOf(records: readonly FoundRecord[]): number {
  const fields = new Set(namesIn(records).map(fieldOf))
  const isLikely = fields.has('name') && fields.has('start')
  return (isLikely ? 100 : 0) + fields.size + Math.log10(records.length + 1)
}

const RECORDS_LOOKED_AT = 50

function namesIn(records: readonly FoundRecord[]): string[] {
  const names = new Set<string>()
  for (const { names: own } of records.slice(0, RECORDS_LOOKED_AT))
    for (const name of own) names.add(name)
  return [...names]
}
